{{
    config(
        materialized="incremental",
        incremental_strategy="replace_months",
        on_schema_change="fail",
        post_hook="{{ remember_consumed_files() }}",
    )
}}
{%- set months = touched_months("fct_transaction") -%}

with
    winners as (
        {{
            winners(
                ref("contract_transaction"),
                ["source_system", "transaction_number"],
                where=in_months("booking_date", months),
            )
        }}
    ),
    keyed as (
        select *, {{ surrogate_key(["source_system", "transaction_number"]) }} as transaction_key from winners
    )
select
    keyed.transaction_key,
    keyed.source_system,
    coalesce(account.account_key, -1) as account_key,
    coalesce(account.account_version_key, -1) as account_version_key,
    keyed.booking_date,
    keyed.value_date,
    {{ month_start("keyed.booking_date") }} as booking_month,
    keyed.credit_debit_indicator,
    keyed.amount,
    keyed.currency_code,
    {{ reporting_amount("keyed.amount", "keyed.currency_code") }} as reporting_amount,
    keyed.reported_balance_amount,
    keyed.channel_code,
    keyed.purpose_code,
    keyed.is_customer_initiated,
    keyed.counterparty_bank,
    keyed.source_file_sha256,
    keyed.business_date,
    keyed.delivered_on
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
            where
                standing.transaction_key = keyed.transaction_key
                and not {{ in_months("standing.booking_month", months) }}
        )
{%- endif %}
