{{ config(schema="intermediate", materialized="view") }}

{{ account_margin(ref("fct_account_month"), ref("fct_ftp_rate_monthly")) }}
