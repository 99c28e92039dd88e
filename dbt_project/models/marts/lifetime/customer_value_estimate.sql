{{ config(schema="intermediate", materialized="view") }}

with
    missing as (
        select contribution.customer_key, max(contribution.missing_lines) as missing_lines
        from {{ ref("customer_contribution_monthly") }} as contribution
        inner join
            {{ ref("lifetime_fit_date") }} as dates
            on contribution.source_system = dates.source_system
            and contribution.month_end_date > {{ year_before("dates.fit_date") }}
            and dates.is_current
        group by contribution.customer_key
    ),

    valued as (
        select customer_key, fit_date, count(product_key) as product_count
        from {{ ref("lifetime_estimate") }}
        group by customer_key, fit_date
    )

select
    customers.customer_key,
    customers.source_system,
    dates.fit_date,
    coalesce(members.customer_type, customers.customer_type) as customer_type,
    coalesce(members.contribution_class, 'unknown') as contribution_class,
    coalesce(customers.closed_date <= dates.fit_date, false) as is_closed,
    case
        when customers.closed_date <= dates.fit_date
        then 'closed on ' || cast(customers.closed_date as varchar)
        when valued.customer_key is null
        then 'not on the books at the fit date'
        when estimates.perpetuity_amount is null
        then 'no perpetuity: nobody leaves and nothing is discounted'
        when valued.product_count = 0
        then 'no open account and no contact: nothing to earn or to lose'
    end as reason,
    coalesce(members.observed_months, 0) as observed_months,
    members.last_year_amount,
    members.class_average_amount,
    missing.missing_lines,
    estimates.alive_probability,
    estimates.next_month_retention_rate,
    estimates.expected_remaining_months,
    estimates.discounted_remaining_months,
    estimates.trend_factor,
    estimates.interval_basis,
    estimates.finite_amount,
    estimates.perpetuity_amount,
    estimates.undiscounted_amount,
    estimates.value_lower_90_amount,
    estimates.value_lower_50_amount,
    estimates.value_upper_50_amount,
    estimates.value_upper_90_amount
from {{ ref("dim_customer") }} as customers
inner join
    {{ ref("lifetime_fit_date") }} as dates
    on customers.source_system = dates.source_system
    and dates.is_current
left join
    {{ ref("lifetime_customer") }} as members
    on customers.customer_key = members.customer_key
    and dates.fit_date = members.fit_date
left join
    {{ ref("lifetime_estimate") }} as estimates
    on members.customer_key = estimates.customer_key
    and members.fit_date = estimates.fit_date
    and estimates.product_key is null
left join valued on estimates.customer_key = valued.customer_key and estimates.fit_date = valued.fit_date
left join missing on customers.customer_key = missing.customer_key
where customers.is_current and customers.customer_key <> -1 and customers.onboarded_date <= dates.fit_date
