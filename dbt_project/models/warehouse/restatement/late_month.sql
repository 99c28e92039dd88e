{{ config(schema="intermediate", materialized="view") }}

with
    months as (select * from {{ ref("closed_month") }}),

    late as (
        -- all but costs stands until the next one comes
        {%- for entity, begins in [
            ("exchange_rate", "rate_date"),
            ("ftp_curve", "curve_date"),
            ("activity_driver", "driver_from"),
            ("activity_cost", "month_end_date"),
        ] %}
            select
                months.source_system,
                months.month_end_date,
                cast(null as bigint) as product_key,
                '{{ entity }}' as entity_code,
                versions.delivered_on as learned_on
            from {{ ref("contract_" ~ entity) }} as versions
            inner join
                months
                on versions.source_system = months.source_system
                and versions.{{ begins }} {{ "=" if entity == "activity_cost" else "<=" }} months.month_end_date
                and versions.delivered_on > months.closed_on
            where versions.delivered_on > {{ month_end("versions." ~ begins) }}
            union all
        {%- endfor %}
        -- of what the source had told nothing when the month was closed
        {%- for entity, event_date, fact in [
            ("account_balance", "month_end_date", "figures"),
            ("transaction", "booking_date", "figures"),
            ("account_balance", "month_end_date", "balances"),
            ("fee", "booking_date", "fees"),
            ("risk_parameter", "month_end_date", "risks"),
        ] %}
            select
                months.source_system,
                months.month_end_date,
                cast(null as bigint) as product_key,
                '{{ entity }}' as entity_code,
                min(greatest(versions.delivered_on, versions.{{ event_date }})) as learned_on
            from {{ ref("contract_" ~ entity) }} as versions
            inner join months on versions.source_system = months.source_system
            where
                not months.has_{{ fact }}
                {% if fact == "figures" %}
                    and {{ month_end("versions." ~ event_date) }} <= months.month_end_date
                {% endif %}
            group by 1, 2
            union all
        {%- endfor %}
        -- products have no history: what the bank says of one holds for all months
        select
            months.source_system,
            months.month_end_date,
            products.product_key,
            'product' as entity_code,
            versions.learned_on
        from months
        inner join {{ ref("dim_product") }} as products on months.source_system = products.source_system
        inner join
            (
                select source_system, product_number, max(delivered_on) as learned_on
                from {{ ref("contract_product") }}
                group by source_system, product_number
            ) as versions
            on products.source_system = versions.source_system
            and products.product_number = versions.product_number
        left join
            {{ ref("published_product") }} as published
            on products.product_key = published.product_key
            and months.month_end_date = published.month_end_date
        where
            products.balance_side is distinct from published.balance_side
            or products.day_count is distinct from published.day_count
            or products.tenor_months is distinct from published.tenor_months
    )

select source_system, month_end_date, product_key, entity_code, max(learned_on) as learned_on
from late
group by source_system, month_end_date, product_key, entity_code
