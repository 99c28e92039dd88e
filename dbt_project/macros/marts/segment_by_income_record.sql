{# A scheme of persons by an amount of their latest income record, in the reporting currency at each month end's rate. #}
{% macro segment_by_income_record(scheme, amount) -%}
    with
        breaks as ({{ segment_breaks(scheme, amount) }}),

        amounts as (
            select
                customers.customer_key,
                customers.source_system,
                customers.month_end_date,
                customers.customer_type,
                customers.record_date,
                incomes.income_date,
                incomes.currency_code,
                incomes.{{ amount }} as delivered_amount,
                -- nearly all are in the reporting currency, and exact products are slow
                case
                    when incomes.currency_code = {{ reporting_currency() }}
                    then incomes.{{ amount }}
                    else {{ rounded_product("incomes." ~ amount, "rates.exchange_rate") }}
                end as amount
            from {{ ref("customer_month_end") }} as customers
            left join
                {{ ref("fct_customer_income") }} as incomes
                on customers.customer_key = incomes.customer_key
                and customers.month_end_date >= incomes.income_date
                and customers.month_end_date < incomes.next_income_date
            left join
                {{ ref("fct_month_end_rate") }} as rates
                on incomes.source_system = rates.source_system
                and incomes.currency_code = rates.currency_code
                and customers.month_end_date = rates.month_end_date
        ),

        evaluated as (
            select
                amounts.*,
                case
                    when amounts.customer_type <> 'individual'
                    then 'not_applicable'
                    else coalesce(breaks.segment_code, 'unknown')
                end as segment_code,
                breaks.lower_bound,
                breaks.upper_bound
            from amounts
            left join
                breaks
                on amounts.month_end_date = breaks.month_end_date
                and amounts.amount >= breaks.from_value
                and amounts.amount < breaks.below_value
        ),

        changes as ({{ segment_changes("evaluated") }})

    select
        customer_key,
        source_system,
        '{{ scheme }}' as scheme_code,
        segment_code,
        previous_segment_code,
        case
            when segment_code = 'not_applicable'
            then 'customer_type is ' || customer_type
            when delivered_amount is null
            then '{{ amount }} is missing'
            when amount is null
            then 'exchange rate of ' || currency_code || ' is missing'
            when segment_code = 'unknown'
            then 'no bounds of {{ amount }} in ' || {{ reporting_currency() }}
            else
                '{{ amount }} '
                || {{ within_bounds("amount", "lower_bound", "upper_bound", 2) }}
                || ' '
                || {{ reporting_currency() }}
        end as reason,
        case when segment_code = 'not_applicable' then 'customer' else 'customer_income' end as input_source,
        case when segment_code = 'not_applicable' then record_date else income_date end as input_date,
        valid_from,
        valid_to
    from changes
{%- endmacro %}
