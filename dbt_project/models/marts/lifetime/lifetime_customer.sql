{{ config(schema="intermediate") }}

with
    known as (
        select customer_key, onboarded_date, closed_date
        from {{ ref("dim_customer") }}
        where is_current and customer_key <> -1
    ),

    first_months as (
        select source_system, min(month_start_date) as first_date
        from {{ ref("fct_source_month") }}
        group by source_system
    ),

    customers as (
        select
            dates.*,
            customers.customer_key,
            customers.customer_type,
            known.onboarded_date,
            first_months.first_date,
            {{
                dbt.datediff(
                    "greatest(known.onboarded_date, first_months.first_date)", "dates.fit_date", "month"
                )
            }} + 1 as months_in_data,
            coalesce(classes.class_code, 'unknown') as contribution_class,
            known.closed_date > dates.fit_date
            and known.closed_date <= dates.outcome_date as is_closed_in_outcome
        from {{ ref("lifetime_fit_date") }} as dates
        inner join first_months on dates.source_system = first_months.source_system
        inner join
            {{ ref("customer_month_end") }} as customers
            on dates.source_system = customers.source_system
            and dates.fit_date = customers.month_end_date
        inner join known on customers.customer_key = known.customer_key
        left join
            {{ ref("customer_class_monthly") }} as classes
            on customers.customer_key = classes.customer_key
            and customers.month_end_date = classes.month_end_date
    ),

    -- each month lies in the year before some fit dates and in the outcome of others
    amounts as (
        select
            dates.source_system,
            dates.fit_date,
            contribution.customer_key,
            sum(
                case
                    when contribution.month_end_date <= dates.fit_date then contribution.net_income_amount
                end
            ) as year_amount,
            sum(
                case when contribution.month_end_date > dates.fit_date then contribution.net_income_amount end
            ) as outcome_amount,
            sum(
                case
                    when contribution.month_end_date > dates.fit_date
                    then
                        (contribution.net_interest_income_amount + contribution.return_on_capital_amount)
                        * (1 - parameters.tax_rate)
                end
            ) as outcome_margin_amount
        from {{ ref("lifetime_fit_date") }} as dates
        inner join
            {{ ref("customer_contribution_monthly") }} as contribution
            on dates.source_system = contribution.source_system
            and contribution.month_end_date > {{ year_before("dates.fit_date") }}
            and contribution.month_end_date <= dates.outcome_date
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters
            on contribution.month_end_date = parameters.month_end_date
        group by dates.source_system, dates.fit_date, contribution.customer_key
    ),

    measured as (
        select
            customers.*,
            case when months_in_data < 12 then greatest(months_in_data, 1) else 12 end as observed_months,
            coalesce(amounts.year_amount, 0) as year_amount,
            coalesce(amounts.outcome_amount, 0) as outcome_amount,
            coalesce(amounts.outcome_margin_amount, 0) as outcome_margin_amount
        from customers
        left join
            amounts
            on customers.source_system = amounts.source_system
            and customers.fit_date = amounts.fit_date
            and customers.customer_key = amounts.customer_key
    ),

    years as (
        select
            *, cast(cast(year_amount as double) * 12 / observed_months as decimal(18, 2)) as last_year_amount
        from measured
    )

select
    source_system,
    fit_date,
    customer_key,
    customer_type,
    onboarded_date,
    greatest(onboarded_date, first_date) as origin_date,
    cast({{ dbt.datediff("onboarded_date", "fit_date", "month") }} as integer) as tenure_months,
    contribution_class,
    cast(observed_months as integer) as observed_months,
    cast(last_year_amount as double) as last_year_amount,
    avg(last_year_amount) over (
        partition by source_system, fit_date, customer_type, contribution_class
    ) as class_average_amount,
    outcome_months,
    case when outcome_months > 0 then cast(outcome_amount as double) end as outcome_amount,
    case when outcome_months > 0 then cast(outcome_margin_amount as double) end as outcome_margin_amount,
    case when outcome_months > 0 then coalesce(is_closed_in_outcome, false) end as outcome_closed
from years
