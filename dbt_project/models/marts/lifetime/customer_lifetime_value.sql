with
    last_month as (
        select source_system, max(month_end_date) as fit_date
        from {{ ref("customer_month_end") }}
        group by source_system
    ),

    customers as (
        select
            customers.customer_key,
            customers.source_system,
            customers.customer_type,
            last_month.fit_date,
            case
                when customers.closed_date <= last_month.fit_date then customers.closed_date
            end as closed_date
        from {{ ref("dim_customer") }} as customers
        inner join last_month on customers.source_system = last_month.source_system
        where
            customers.is_current
            and customers.customer_key <> -1
            and customers.onboarded_date <= last_month.fit_date
    ),

    contribution as (
        select
            contribution.customer_key,
            cast(
                round(avg(contribution.net_income_amount), 2) as decimal(18, 2)
            ) as monthly_contribution_amount,
            cast(count(*) as integer) as observed_months,
            max(contribution.missing_lines) as missing_lines
        from {{ ref("customer_contribution_monthly") }} as contribution
        inner join last_month on contribution.source_system = last_month.source_system
        where contribution.month_end_date > {{ dbt.dateadd("month", -12, "last_month.fit_date") }}
        group by contribution.customer_key
    ),

    fitted as (
        select
            customers.*,
            contribution.monthly_contribution_amount,
            coalesce(contribution.observed_months, 0) as observed_months,
            contribution.missing_lines,
            hazards.closures_count,
            hazards.exposure_months,
            hazards.hazard_basis,
            1 - hazards.monthly_hazard as retention,
            {{ monthly_rate("parameters.lifetime_discount_rate") }} as discount,
            parameters.lifetime_discount_rate as discount_rate,
            cast(parameters.lifetime_horizon_months as integer) as horizon_months,
            cast(
                case
                    when customers.closed_date is not null
                    then 0
                    else contribution.monthly_contribution_amount
                end as double
            ) as payment
        from customers
        left join contribution on customers.customer_key = contribution.customer_key
        left join
            {{ ref("closure_hazard") }} as hazards
            on customers.source_system = hazards.source_system
            and customers.customer_type = hazards.customer_type
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters on customers.fit_date = parameters.month_end_date
    )

select
    customer_key,
    source_system,
    customer_type,
    {{ reporting_currency() }} as currency_code,
    'constant_hazard' as model_code,
    fit_date,
    observed_months,
    cast(payment as decimal(18, 2)) as expected_monthly_contribution_amount,
    closures_count,
    exposure_months,
    cast(case when closed_date is null then retention else 0 end as decimal(12, 8)) as monthly_retention_rate,
    hazard_basis as monthly_retention_basis,
    cast(discount_rate as decimal(12, 8)) as discount_rate,
    horizon_months,
    {%- for name, value in [
        ("finite", lifetime_value_finite("payment", "retention", "discount", "horizon_months")),
        ("perpetuity", lifetime_value_perpetuity("payment", "retention", "discount")),
        ("undiscounted", lifetime_value_finite("payment", "retention", "0", "horizon_months")),
    ] %}
        cast(
            case when closed_date is null then {{ value }} else 0 end as decimal(18, 2)
        ) as lifetime_value_{{ name }}_amount,
    {%- endfor %}
    case
        when closed_date is not null
        then 'closed on ' || cast(closed_date as varchar)
        when monthly_contribution_amount is null
        then 'net_income_amount is missing'
        when retention is null
        then 'monthly_retention_rate is missing: no month of exposure'
    end as reason,
    missing_lines,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from fitted
