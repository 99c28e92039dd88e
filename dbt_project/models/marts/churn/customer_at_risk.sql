with
    urgent as (
        select
            *,
            case
                when satisfaction_reason <> '' and balance_reason is not null
                then 'urgent'
                when balance_reason is not null
                then 'balances'
                when satisfaction_reason <> ''
                then 'satisfaction'
            end as urgency_code
        from {{ ref("at_risk_condition") }}
    )

select
    urgent.customer_key,
    urgent.source_system,
    urgent.month_end_date,
    urgent.customer_type,
    urgent.urgency_code,
    urgent.contribution_reason,
    case
        when urgent.satisfaction_reason <> '' then urgent.satisfaction_reason else 'not known to fall'
    end as satisfaction_reason,
    coalesce(urgent.balance_reason, 'not falling') as balance_reason,
    {{ reporting_currency() }} as currency_code,
    cast(urgent.net_income_amount as decimal(18, 2)) as contribution_year_amount,
    urgent.deposit_amount,
    urgent.before_mean_amount,
    risks.closure_probability,
    managers.employee_key,
    actions.action_code,
    actions.recommended_action_en,
    actions.recommended_action_zh,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from urgent
left join {{ ref("churn_risk") }} as risks on urgent.customer_key = risks.customer_key
left join
    {{ ref("bridge_customer_manager") }} as managers
    on urgent.customer_key = managers.customer_key
    and {{ valid_on("managers", "urgent.month_end_date") }}
inner join
    {{ ref("at_risk_action") }} as actions
    on urgent.urgency_code = actions.urgency_code
    and {{ valid_on("actions", "urgent.month_end_date") }}
