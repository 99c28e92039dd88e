{{
    config(
        materialized="incremental",
        incremental_strategy="replace_changed_months",
        on_schema_change="fail",
        post_hook="{{ remember_month_fingerprints() }}",
    )
}}
{%- set months = changed_months("fct_account_activity_monthly") %}

with
    transactions as (
        select * from {{ ref("fct_transaction") }} where {{ is_changed(month_end("booking_month"), months) }}
    )

    {{ account_activity("transactions") }}
