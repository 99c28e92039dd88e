{{ config(schema="intermediate") }}

with
    last_months as ({{ last_months() }}),

    results as (
        select contribution.*, last_months.last_month_end_date
        from {{ ref("customer_contribution_monthly") }} as contribution
        inner join
            last_months
            on contribution.source_system = last_months.source_system
            and contribution.month_end_date > {{ year_before("last_months.last_month_end_date") }}
            and contribution.month_end_date <= last_months.last_month_end_date
    ),

    contacts as (
        select customer_key, month_end_date, sum(minutes) as minutes
        from {{ ref("fct_customer_contact_cost_monthly") }}
        group by customer_key, month_end_date
    ),

    totals as (
        select
            results.customer_key,
            results.source_system,
            results.last_month_end_date,
            count(*) as month_count,
            sum(results.net_income_amount) as net_income_amount,
            sum(results.capital_charge_amount) as capital_charge_amount,
            case
                when count(*) = count(results.economic_profit_amount) then sum(results.economic_profit_amount)
            end as economic_profit_amount,
            max(results.missing_lines) as missing_lines,
            case
                when max(results.operating_cost_amount) is not null then coalesce(sum(contacts.minutes), 0)
            end as contact_minutes
        from results
        left join
            contacts
            on results.customer_key = contacts.customer_key
            and results.month_end_date = contacts.month_end_date
        group by results.customer_key, results.source_system, results.last_month_end_date
    )

-- tax on the rise in price is rounded once, at the rate of the last month; the rise that
-- leaves exactly what is missing is then the rounded quotient, whatever the rate below 1
select
    totals.customer_key,
    totals.source_system,
    totals.last_month_end_date,
    cast(totals.month_count as integer) as month_count,
    cast(totals.net_income_amount as decimal(18, 2)) as net_income_amount,
    cast(totals.capital_charge_amount as decimal(18, 2)) as capital_charge_amount,
    cast(totals.economic_profit_amount as decimal(18, 2)) as economic_profit_amount,
    totals.missing_lines,
    cast(totals.contact_minutes as decimal(18, 4)) as contact_minutes,
    parameters.tax_rate,
    {{ rounded_ratio([["-totals.economic_profit_amount", 2]], [["(1 - parameters.tax_rate)", 8]]) }}
    as required_income_amount
from totals
inner join
    {{ ref("dim_parameter_monthly") }} as parameters on totals.last_month_end_date = parameters.month_end_date
