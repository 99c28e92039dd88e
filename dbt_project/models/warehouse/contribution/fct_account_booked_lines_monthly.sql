{{ config(schema="intermediate", materialized="view") }}

{{ account_booked_lines(ref("fct_account_activity_monthly"), ref("fct_fee"), ref("fct_month_end_rate")) }}
