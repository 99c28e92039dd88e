{{ config(schema="intermediate", materialized="view") }}

{{ account_revaluation(ref("fct_foreign_balance_monthly")) }}
