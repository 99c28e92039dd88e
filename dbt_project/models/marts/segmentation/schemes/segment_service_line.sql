{{ config(schema="intermediate") }}

with
    customers as (
        select
            customers.customer_key,
            customers.source_system,
            customers.month_end_date,
            customers.customer_type,
            customers.record_date,
            {% for column in size_columns() %} sizes.{{ column }},{% endfor %}
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
    evaluated as (
        select
            *,
            case
                when customer_type is null
                then 'unknown'
                when customer_type = 'individual'
                then 'retail'
                when customer_type = 'public_body'
                then 'government'
                when customer_type = 'financial_institution'
                then 'interbank'
                when size_code in ('large', 'medium')
                then 'corporate'
                when limit_amount is null
                then 'unknown'
                when exposure_amount > limit_amount
                then 'corporate'
                when size_code in ('small', 'micro')
                then 'retail'
                else 'unknown'
            end as segment_code
        from customers
    ),

    changes as ({{ segment_changes("evaluated") }})

select
    customer_key,
    source_system,
    'service_line' as scheme_code,
    segment_code,
    previous_segment_code,
    case
        when customer_type is null
        then 'customer_type is missing'
        when customer_type <> 'corporate'
        then 'customer_type is ' || customer_type
        when size_code in ('large', 'medium')
        then 'size is ' || size_code || ': ' || {{ national_size_reason() }}
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
                else ' and size is ' || size_code || ': ' || {{ national_size_reason() }}
            end
    end as reason,
    case
        when customer_type is null or customer_type <> 'corporate'
        then 'customer'
        when size_code in ('large', 'medium')
        then input_source
        when limit_amount is null
        then 'exchange_rate'
        when exposure_amount > limit_amount
        then 'loan'
        else input_source
    end as input_source,
    case
        when customer_type is null or customer_type <> 'corporate'
        then record_date
        when size_code in ('large', 'medium')
        then input_date
        when limit_amount is null
        then null
        when exposure_amount > limit_amount
        then month_end_date
        else input_date
    end as input_date,
    valid_from,
    valid_to
from changes
