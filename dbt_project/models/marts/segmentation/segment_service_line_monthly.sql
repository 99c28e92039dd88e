{{ config(schema="intermediate") }}

with
    customers as (
        select
            customers.customer_key,
            customers.month_end_date,
            customers.customer_type,
            sizes.size_code,
            sizes.reason as size_reason,
            coalesce(positions.exposure_amount, 0) as exposure_amount,
            {{ rounded_product("parameters.retail_exposure_limit", "rates.exchange_rate") }} as limit_amount
        from {{ ref("customer_month_end") }} as customers
        left join
            {{ ref("company_size_monthly") }} as sizes
            on customers.customer_key = sizes.customer_key
            and customers.month_end_date = sizes.month_end_date
        left join
            {{ ref("fct_customer_position_monthly") }} as positions
            on customers.customer_key = positions.customer_key
            and customers.month_end_date = positions.month_end_date
        left join
            {{ ref("dim_parameter_monthly") }} as parameters
            on customers.month_end_date = parameters.month_end_date
        left join
            {{ ref("fct_month_end_rate") }} as rates
            on customers.source_system = rates.source_system
            and customers.month_end_date = rates.month_end_date
            and rates.currency_code = 'EUR'
    ),

    -- Basel lets small firms count as retail up to the limit of exposure
    judged as (
        select
            *,
            case
                customer_type
                when 'individual'
                then 'retail'
                when 'public_body'
                then 'government'
                when 'financial_institution'
                then 'interbank'
                else
                    case
                        when size_code in ('large', 'medium')
                        then 'corporate'
                        when limit_amount is null
                        then 'unknown'
                        when exposure_amount > limit_amount
                        then 'corporate'
                        when size_code in ('small', 'micro')
                        then 'retail'
                        else 'unknown'
                    end
            end as segment_code
        from customers
    )

select
    customer_key,
    month_end_date,
    'service_line' as scheme_code,
    segment_code,
    case
        when customer_type <> 'corporate'
        then 'customer_type is ' || customer_type
        when size_code in ('large', 'medium')
        then 'size is ' || size_code
        when limit_amount is null
        then 'exchange rate of EUR is missing for the retail limit'
        else
            'exposure_amount '
            || {{ readable_number("exposure_amount", 2) }}
            || case when exposure_amount > limit_amount then ' > ' else ' <= ' end
            || {{ readable_number("limit_amount", 2) }}
            || case
                when exposure_amount > limit_amount
                then ''
                else
                    ' and size is '
                    || size_code
                    || case when size_code = 'unknown' then ': ' || size_reason else '' end
            end
    end as reason
from judged
