{{ config(schema="intermediate") }}

with
    touched as (select account_key, month_end_date, closed_on from {{ ref("published_account") }}),

    months as (
        select
            months.*,
            exists (
                select 1
                from {{ ref("published_activity_rate") }} as rates
                where
                    rates.source_system = months.source_system
                    and rates.month_end_date = months.month_end_date
            ) as has_costs
        from {{ ref("closed_month") }} as months
        where months.has_figures
    ),

    activity as ({{ account_activity(ref("published_transaction")) }}),

    fees as (
        select
            fees.account_key,
            fees.source_system,
            fees.value_date,
            fees.fee_kind,
            fees.amount,
            fees.currency_code
        from {{ ref("fct_fee") }} as fees
        inner join
            touched
            on fees.account_key = touched.account_key
            and {{ month_end("fees.value_date") }} = touched.month_end_date
        left join
            {{ ref("late_fee") }} as late
            on fees.fee_key = late.fee_key
            and touched.month_end_date = late.closed_month_end_date
        where late.fee_key is null
        union all
        select
            late.account_key,
            late.source_system,
            late.value_date,
            late.fee_kind,
            late.amount,
            late.currency_code
        from {{ ref("late_fee") }} as late
        inner join
            touched on late.account_key = touched.account_key and late.month_end_date = touched.month_end_date
        where late.is_published and late.month_end_date = late.closed_month_end_date
    ),

    rates as (
        select source_system, closed_month_end_date as month_end_date, currency_code, exchange_rate
        from {{ ref("published_rate") }}
        where rate_date = closed_month_end_date
    ),

    opening_rates as (
        select source_system, closed_month_end_date as month_end_date, currency_code, exchange_rate
        from {{ ref("published_rate") }}
        where rate_date < {{ month_start("closed_month_end_date") }}
    ),

    {%- for entity in ["loan", "risk_parameter"] %}
        {{ entity }}s as (
            select *
            from
                (
                    select
                        touched.account_key,
                        versions.*,
                        row_number() over (
                            partition by touched.account_key, touched.month_end_date
                            order by {{ delivery_order() }}
                        ) as version_rank
                    from touched
                    inner join
                        {{ ref("key_account") }} as numbers on touched.account_key = numbers.account_key
                    inner join
                        {{ ref("contract_" ~ entity) }} as versions
                        on numbers.source_system = versions.source_system
                        and numbers.account_number = versions.account_number
                        and touched.month_end_date = versions.month_end_date
                        and versions.delivered_on <= touched.closed_on
                ) as ranked
            where version_rank = 1
        ),
    {%- endfor %}

    states as (
        {{
            account_states(
                ref("published_account"),
                "months",
                "activity",
                "fees",
                ref("published_balance"),
                "loans",
                "rates",
            )
        }}
    ),
    booked as ({{ account_booked_lines("activity", "fees", "rates") }}),
    margins as ({{ account_margin("states", ref("published_ftp_rate")) }}),
    risks as ({{ account_risk("risk_parameters", "states", ref("dim_parameter_monthly")) }}),
    units as ({{ activity_units("activity", "states", ref("published_activity_rate")) }}),
    costs as ({{ account_cost("activity", "states", "units") }}),
    foreign_balances as ({{ published_foreign_balances("states", "activity", "opening_rates") }}),
    revaluations as ({{ account_revaluation("foreign_balances") }}),
    lines as ({{ account_lines("states", "booked", "margins", "risks", "costs", "revaluations") }})

select *
from lines
