{{ config(schema="intermediate") }}

{% set entities = [
    "customer",
    "product",
    "account",
    "account_holder",
    "loan",
    "exchange_rate",
    "ftp_curve",
    "activity_cost",
    "activity_driver",
    "interaction",
] %}

with
    -- since when the source has told anything of a kind
    first_known as (
        {%- for fact, entity, event_date in [
            ("figures", "account_balance", "month_end_date"),
            ("figures", "transaction", "booking_date"),
            ("balances", "account_balance", "month_end_date"),
            ("fees", "fee", "booking_date"),
            ("risks", "risk_parameter", "month_end_date"),
        ] %}
            select
                source_system,
                '{{ fact }}' as fact_code,
                {{ month_end(event_date) }} as month_end_date,
                min(delivered_on) as delivered_on,
                min(greatest(delivered_on, {{ event_date }})) as known_on
            from {{ ref("contract_" ~ entity) }}
            group by 1, 2, 3 {{ "union all" if not loop.last }}
        {%- endfor %}
    ),

    first_deliveries as (
        select source_system, min(delivered_on) as first_delivered_on
        from
            (
                {%- for entity in entities %}
                    select source_system, min(delivered_on) as delivered_on
                    from {{ ref("contract_" ~ entity) }}
                    group by source_system
                    union all
                {%- endfor %}
                select source_system, delivered_on
                from first_known
            ) as deliveries
        group by source_system
    ),

    closed as (
        select
            months.source_system,
            months.month_end_date,
            greatest(
                cast(
                    {{
                        dbt.dateadd(
                            "day", "cast(parameters.month_closing_days as integer)", "months.month_end_date"
                        )
                    }} as date
                ),
                first_deliveries.first_delivered_on
            ) as closed_on
        from {{ ref("fct_source_month") }} as months
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters
            on months.month_end_date = parameters.month_end_date
        inner join first_deliveries on months.source_system = first_deliveries.source_system
    ),

    told as (
        select
            closed.source_system,
            closed.month_end_date,
            closed.closed_on,
            {%- for fact in ["figures", "balances", "fees", "risks"] %}
                coalesce(
                    bool_or(
                        first_known.fact_code = '{{ fact }}'
                        {% if fact == "figures" %}
                            and first_known.month_end_date <= closed.month_end_date
                        {% endif %}
                    ),
                    false
                ) as has_{{ fact }}
                {{ "," if not loop.last }}
            {%- endfor %}
        from closed
        left join
            first_known
            on closed.source_system = first_known.source_system
            and first_known.known_on <= closed.closed_on
        where closed.closed_on <= {{ as_of_date() }}
        group by closed.source_system, closed.month_end_date, closed.closed_on
    )

select
    source_system,
    month_end_date,
    {{ month_start("month_end_date") }} as month_start_date,
    closed_on,
    has_figures,
    has_balances,
    has_fees,
    has_risks
from told
