{{ config(schema="intermediate", materialized="view") }}

{{ account_risk(ref("fct_risk_parameter_monthly"), ref("fct_account_month"), ref("dim_parameter_monthly")) }}
