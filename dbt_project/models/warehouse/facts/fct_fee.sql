{{
    config(
        materialized="incremental",
        incremental_strategy="replace_months",
        on_schema_change="fail",
        post_hook="{{ remember_consumed_files() }}",
    )
}}
{%- set months = touched_months("fct_fee") -%}

with
    winners as (
        {{
            winners(
                ref("contract_fee"),
                ["source_system", "fee_number"],
                where=in_months("booking_date", months),
            )
        }}
    ),
    keyed as (select *, {{ surrogate_key(["source_system", "fee_number"]) }} as fee_key from winners)
select
    keyed.fee_key,
    keyed.source_system,
    coalesce(account.account_key, -1) as account_key,
    coalesce(account.account_version_key, -1) as account_version_key,
    keyed.booking_date,
    keyed.value_date,
    {{ month_start("keyed.booking_date") }} as booking_month,
    keyed.fee_type,
    keyed.fee_kind,
    keyed.amount,
    keyed.currency_code,
    {{ reporting_amount("keyed.amount", "keyed.currency_code") }} as reporting_amount
from keyed
left join
    {{ ref("account_version") }} as account
    on keyed.source_system = account.source_system
    and keyed.account_number = account.account_number
    and {{ valid_on("account", "keyed.booking_date") }}
    {{ join_reporting_rate("keyed", "keyed.currency_code", "keyed.booking_date") }}
{%- if months is not none %}
    -- A correction moved these to a month that is not touched now.
    where
        not exists (
            select 1
            from {{ this }} as standing
            where standing.fee_key = keyed.fee_key and not {{ in_months("standing.booking_month", months) }}
        )
{%- endif %}
