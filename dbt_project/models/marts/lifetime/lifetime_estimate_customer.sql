{{ config(schema="intermediate", materialized="view") }}

with
    -- how much the net income of a month swings, where no earlier fit has shown how far outcomes lie apart
    deviations as (
        select
            dates.source_system,
            dates.fit_date,
            contribution.customer_key,
            sqrt(
                {{ exact_variance("contribution.net_income_amount", 4, sample=true) }}
            ) as monthly_deviation_amount
        from {{ ref("lifetime_fit_date") }} as dates
        inner join
            {{ ref("customer_contribution_monthly") }} as contribution
            on dates.source_system = contribution.source_system
            and contribution.month_end_date > {{ year_before("dates.fit_date") }}
            and contribution.month_end_date <= dates.fit_date
        group by dates.source_system, dates.fit_date, contribution.customer_key
    )

select
    customers.source_system,
    customers.fit_date,
    customers.customer_key,
    customers.customer_type,
    cast(customers.tenure_months as double) as tenure_months,
    coalesce(
        deviations.monthly_deviation_amount, abs(customers.last_year_amount) / 12
    ) as monthly_deviation_amount,
    customers.outcome_amount,
    customers.outcome_margin_amount,
    coalesce(customers.outcome_closed, false) as outcome_closed,
    cast(usage.frequency as double) as frequency,
    usage.recency_days,
    usage.age_days,
    usage.transactions_12m / cast(customers.observed_months as double) as transactions_per_month,
    {{ survival_parameter("alpha", "survival", "everyone") }} as relationship_alpha,
    {{ survival_parameter("beta", "survival", "everyone") }} as relationship_beta
from {{ ref("lifetime_customer") }} as customers
inner join
    {{ ref("lifetime_usage_input") }} as usage
    on customers.source_system = usage.source_system
    and customers.fit_date = usage.fit_date
    and customers.customer_key = usage.customer_key
left join
    {{ ref("lifetime_survival_fit") }} as survival
    on customers.source_system = survival.source_system
    and customers.fit_date = survival.fit_date
    and customers.customer_type = survival.segment_code
    and survival.scope_code = 'relationship'
left join
    {{ ref("lifetime_survival_fit") }} as everyone
    on customers.source_system = everyone.source_system
    and customers.fit_date = everyone.fit_date
    and everyone.segment_code = 'all'
    and everyone.scope_code = 'relationship'
left join
    deviations
    on customers.source_system = deviations.source_system
    and customers.fit_date = deviations.fit_date
    and customers.customer_key = deviations.customer_key
