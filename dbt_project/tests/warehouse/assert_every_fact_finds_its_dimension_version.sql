-- A fact that points to a version of another date tells the customer's or account's story wrongly.
{{ config(meta={"dagster": {"ref": {"name": "fct_transaction"}}}) }}
{%- set facts = [
    ("fct_transaction", "account", "booking_date"),
    ("fct_account_balance_monthly", "account", "month_end_date"),
    ("fct_fee", "account", "booking_date"),
    ("fct_loan_monthly", "account", "month_end_date"),
    ("fct_employee_assignment", "employee", "assigned_from"),
    ("fct_employee_assignment", "customer", "assigned_from"),
    ("fct_complaint", "customer", "opened_date"),
    ("fct_survey_response", "customer", "response_date"),
] %}

{% for fact, dimension, date in facts %}
    select '{{ fact }}' as fact_name, '{{ dimension }}' as dimension_name, count(*) as lost_rows
    from {{ ref(fact) }} as fact
    left join
        {{ ref("dim_" ~ dimension) }} as version
        on fact.{{ dimension }}_version_key = version.{{ dimension }}_version_key
        and fact.{{ dimension }}_key = version.{{ dimension }}_key
        and {{ valid_on("version", "fact." ~ date) }}
    where version.{{ dimension }}_version_key is null
    having count(*) > 0 {{ "union all" if not loop.last }}
{% endfor %}
