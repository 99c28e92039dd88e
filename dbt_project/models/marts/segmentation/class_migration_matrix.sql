{% set periods = {"month": 1, "rolling_12_months": 12} %}

with
    classes as (
        select
            classes.customer_key,
            classes.source_system,
            classes.month_number,
            classes.class_code,
            years.net_income_amount
        from {{ ref("customer_class_monthly") }} as classes
        inner join
            {{ ref("contribution_year_monthly") }} as years
            on classes.customer_key = years.customer_key
            and classes.month_end_date = years.month_end_date
    ),

    month_ends as (
        select distinct
            source_system,
            month_end_date,
            extract(year from month_end_date) * 12 + extract(month from month_end_date) as month_number
        from {{ ref("fct_source_month") }}
    ),

    -- each customer once: where it was at the beginning, and where it is at the end
    places as (
        {%- for period, months in periods.items() %}
            select
                '{{ period }}' as period_code,
                sides.source_system,
                sides.month_number,
                sides.customer_key,
                max(sides.from_class_code) as from_class_code,
                max(sides.to_class_code) as to_class_code,
                max(sides.from_net_income_amount) as from_net_income_amount,
                max(sides.to_net_income_amount) as to_net_income_amount
            from
                (
                    select
                        source_system,
                        month_number + {{ months }} as month_number,
                        customer_key,
                        class_code as from_class_code,
                        null as to_class_code,
                        net_income_amount as from_net_income_amount,
                        null as to_net_income_amount
                    from classes
                    union all
                    select
                        source_system,
                        month_number,
                        customer_key,
                        null as from_class_code,
                        class_code as to_class_code,
                        null as from_net_income_amount,
                        net_income_amount as to_net_income_amount
                    from classes
                ) as sides
            group by
                sides.source_system, sides.month_number, sides.customer_key {{ "union all" if not loop.last }}
        {%- endfor %}
    ),

    moved as (
        select
            places.period_code,
            places.source_system,
            ends.month_end_date,
            beginnings.month_end_date as from_month_end_date,
            coalesce(places.from_class_code, 'new') as from_class_code,
            coalesce(places.to_class_code, 'exit') as to_class_code,
            cast(count(*) as integer) as customer_count,
            cast(coalesce(sum(places.from_net_income_amount), 0) as decimal(18, 2)) as from_net_income_amount,
            cast(coalesce(sum(places.to_net_income_amount), 0) as decimal(18, 2)) as to_net_income_amount
        from places
        inner join
            month_ends as ends
            on places.source_system = ends.source_system
            and places.month_number = ends.month_number
        inner join
            month_ends as beginnings
            on ends.source_system = beginnings.source_system
            and ends.month_number
            = beginnings.month_number
            + case
                places.period_code
                {% for period, months in periods.items() %} when '{{ period }}' then {{ months }} {% endfor %}
            end
        group by
            places.period_code,
            places.source_system,
            ends.month_end_date,
            beginnings.month_end_date,
            places.from_class_code,
            places.to_class_code
    )

select
    source_system,
    month_end_date,
    period_code,
    from_month_end_date,
    from_class_code,
    to_class_code,
    {{ reporting_currency() }} as currency_code,
    customer_count,
    {{ share_of("customer_count", "sum(customer_count) over from_class", 12) }} as share_of_from_class_rate,
    from_net_income_amount,
    to_net_income_amount,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from moved
window from_class as (partition by source_system, month_end_date, period_code, from_class_code)
