{{ config(schema="intermediate") }}

{%- set groups = [
    ("all", "'all'"),
    ("customer_type", "cases.customer_type"),
    ("branch", "cases.branch_number"),
    ("product", "cases.product_number"),
    ("cause", "cases.cause_code"),
] %}

with
    cases as (
        select cases.*, periods.period_type, periods.period_code
        from {{ ref("complaint_case") }} as cases
        inner join
            {{ ref("complaint_period") }} as periods
            on cases.source_system = periods.source_system
            and cases.opened_date >= periods.period_start_date
            and cases.opened_date < periods.period_stop_date
    )

{%- for type, code in groups %}
    select
        cases.complaint_key,
        cases.source_system,
        cases.period_type,
        cases.period_code,
        '{{ type }}' as group_type,
        {{ code }} as group_code,
        cases.is_first_contact_resolved,
        cases.is_resolved,
        cases.is_wrongly_dated,
        cases.duration_days,
        cases.is_repeat
    from cases {{ "union all" if not loop.last }}
{%- endfor %}
