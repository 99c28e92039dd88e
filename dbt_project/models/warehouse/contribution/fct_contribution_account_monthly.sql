{{
    config(
        materialized="incremental",
        incremental_strategy="replace_changed_months",
        on_schema_change="fail",
        post_hook="{{ remember_month_fingerprints() }}",
    )
}}
{%- set months = changed_months("fct_contribution_account_monthly") %}

with
    {%- for name, model in {
        "states": "fct_account_month",
        "booked": "fct_account_booked_lines_monthly",
        "margins": "fct_account_margin_monthly",
        "risks": "fct_account_risk_monthly",
        "costs": "fct_account_cost_monthly",
        "revaluations": "fct_account_revaluation_monthly",
    }.items() %}
        {{ name }} as (select * from {{ ref(model) }} where {{ is_changed("month_end_date", months) }}),
    {%- endfor %}
    lines as ({{ account_lines("states", "booked", "margins", "risks", "costs", "revaluations") }})

select *
from lines
