-- As restated is as known now: the same figures as in the customers' mart.
{{ config(meta={"dagster": {"ref": {"name": "contribution_restatement"}}}) }}
select restated.customer_key, restated.month_end_date, restated.line_code
from {{ ref("contribution_restatement") }} as restated
left join
    {{ ref("customer_contribution_monthly") }} as customers
    on restated.customer_key = customers.customer_key
    and restated.source_system = customers.source_system
    and restated.month_end_date = customers.month_end_date
where
    restated.customer_key <> -1
    and coalesce(restated.restated_amount, 0) <> coalesce(
        case
            restated.line_code
            {%- for line in restatement_lines() %}
                when '{{ line }}' then customers.{{ line }}_amount
            {%- endfor %}
        end,
        0
    )
