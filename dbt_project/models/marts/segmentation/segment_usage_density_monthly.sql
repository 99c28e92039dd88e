{{ config(schema="intermediate") }}

with
    usage_months as (
        select
            customers.customer_key,
            customers.month_end_date,
            coalesce(positions.product_count, 0) as product_count,
            coalesce(positions.customer_initiated_count, 0) as transaction_count
        from {{ ref("customer_month_end") }} as customers
        left join
            {{ ref("fct_customer_position_monthly") }} as positions
            on customers.customer_key = positions.customer_key
            and customers.month_end_date = positions.month_end_date
    ),

    usage_years as (
        select
            customer_key,
            month_end_date,
            product_count,
            sum(case when transaction_count > 0 then 1 else 0 end) over trailing_year as active_month_count,
            sum(transaction_count) over trailing_year as transaction_count
        from usage_months
        window
            trailing_year as (
                partition by customer_key order by month_end_date rows between 11 preceding and current row
            )
    ),

    scored as (
        select
            usage_years.*,
            usage_years.product_count
            * usage_years.active_month_count
            * usage_years.transaction_count as score,
            parameters.usage_density_high_score as high_score,
            parameters.usage_density_medium_score as medium_score
        from usage_years
        left join
            {{ ref("dim_parameter_monthly") }} as parameters
            on usage_years.month_end_date = parameters.month_end_date
    )

select
    customer_key,
    month_end_date,
    'usage_density' as scheme_code,
    case
        when score >= high_score
        then 'high'
        when score >= medium_score
        then 'medium'
        when score is null or medium_score is null
        then 'unknown'
        else 'low'
    end as segment_code,
    'products '
    || product_count
    || ' x active months '
    || active_month_count
    || ' x transactions '
    || transaction_count
    || ' = '
    || {{ readable_number("score") }}
    || case
        when score >= high_score
        then ' >= ' || {{ readable_number("high_score") }}
        when score >= medium_score
        then ' >= ' || {{ readable_number("medium_score") }}
        else ' < ' || {{ readable_number("medium_score") }}
    end as reason
from scored
