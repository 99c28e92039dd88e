{{ config(schema="intermediate", materialized="view") }}

{{
    account_cost(
        ref("fct_account_activity_monthly"), ref("fct_account_month"), ref("fct_activity_units_monthly")
    )
}}
