{{ config(schema="intermediate", materialized="view") }}

-- a contract ends with its maturity or by the survival of its product; contacts have no contract
select
    parts.source_system,
    parts.fit_date,
    parts.customer_key,
    parts.product_key,
    parts.margin_level_amount,
    parts.margin_trend_amount,
    parts.balance_trend_amount,
    parts.loss_level_amount,
    parts.monthly_default_rate,
    parts.service_level_amount,
    parts.net_share,
    cast(coalesce(parts.oldest_contract_months, 0) as double) as contract_months,
    coalesce(cast(parts.remaining_months as double), cast('infinity' as double)) as remaining_months,
    case
        when parts.product_key <> -1
        then {{ survival_parameter("alpha", "survival", "everyone") }}
        else cast('nan' as double)
    end as contract_alpha,
    case
        when parts.product_key <> -1
        then {{ survival_parameter("beta", "survival", "everyone") }}
        else cast('nan' as double)
    end as contract_beta
from {{ ref("lifetime_contribution_input") }} as parts
left join
    {{ ref("lifetime_survival_fit") }} as survival
    on parts.source_system = survival.source_system
    and parts.fit_date = survival.fit_date
    and cast(parts.product_key as varchar) = survival.segment_code
    and survival.scope_code = 'contract'
left join
    {{ ref("lifetime_survival_fit") }} as everyone
    on parts.source_system = everyone.source_system
    and parts.fit_date = everyone.fit_date
    and everyone.segment_code = 'all'
    and everyone.scope_code = 'contract'
