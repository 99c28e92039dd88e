{{ config(schema="intermediate") }}

{%- set stratum = [
    "source_system",
    "outcome_code",
    "month_end_date",
    "customer_type",
    "class_code",
    "deposit_amount_band",
    "months_on_book_band",
] %}

with
    sums as (
        select
            {{ stratum | join(", ") }}
            {%- for side, sign in [("treated", ""), ("control", "not ")] %}
                ,
                cast(sum(case when {{ sign }}is_treated then 1 else 0 end) as integer) as {{ side }}_count,
                {{ exact_sum("case when " ~ sign ~ "is_treated then base end") }} as {{ side }}_base,
                {{ exact_sum("case when " ~ sign ~ "is_treated then outcome end") }} as {{ side }}_outcome
            {%- endfor %}
        from {{ ref("manager_change_outcome") }}
        group by {{ stratum | join(", ") }}
    )

select *
from sums
where treated_count > 0
