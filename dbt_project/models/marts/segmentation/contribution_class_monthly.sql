{{ config(schema="intermediate") }}

with
    judged as (
        select
            years.*,
            parameters.class_premium_percentile as premium_from,
            parameters.class_key_percentile as key_from,
            parameters.class_hysteresis_months as hysteresis_months,
            parameters.class_potential_growth_rate as growth_from,
            parameters.class_potential_income_percentile as income_from,
            years.deposit_year_ago_amount >= parameters.class_potential_minimum_balance
            and years.deposit_growth_rate >= parameters.class_potential_growth_rate as is_growing,
            years.income_percentile > parameters.class_potential_income_percentile as is_wealthy
        from {{ ref("contribution_year_monthly") }} as years
        left join
            {{ ref("dim_parameter_monthly") }} as parameters
            on years.month_end_date = parameters.month_end_date
    ),

    classed as (
        select
            *,
            case
                when net_income_amount is null
                then 'unknown'
                when net_income_amount > 0 and net_income_percentile > premium_from
                then 'premium'
                when net_income_amount > 0 and net_income_percentile > key_from
                then 'key'
                when is_growing or is_wealthy
                then 'potential'
                when net_income_amount < 0
                then 'restricted'
                else 'ordinary'
            end as month_class
        from judged
    )

select
    customer_key,
    month_end_date,
    month_class,
    hysteresis_months,
    case
        when month_class = 'unknown'
        then 'net_income_amount is missing'
        else
            'net_income_amount '
            || {{ readable_number("net_income_amount", 2) }}
            || ' in '
            || month_count
            || case when month_count = 1 then ' month' else ' months' end
            || case
                when month_class = 'restricted'
                then ' < 0'
                when month_class = 'premium'
                then ', ' || {{ comparison("percentile", "net_income_percentile", ">", "premium_from", 4) }}
                when month_class = 'key'
                then ', ' || {{ comparison("percentile", "net_income_percentile", ">", "key_from", 4) }}
                else
                    case when month_class = 'ordinary' then ' >= 0, ' else ', ' end
                    || {{ comparison("percentile", "net_income_percentile", "<=", "key_from", 4) }}
            end
            || case
                when month_class <> 'potential'
                then ''
                when is_growing
                then
                    ', '
                    || {{ comparison("deposit_growth_rate", "deposit_growth_rate", ">=", "growth_from", 4) }}
                else ', ' || {{ comparison("income percentile", "income_percentile", ">", "income_from", 4) }}
            end
            || coalesce(' (without ' || missing_lines || ')', '')
    end as reason
from classed
