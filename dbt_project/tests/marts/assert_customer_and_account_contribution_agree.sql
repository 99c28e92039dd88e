-- Sharing an account among its holders must neither make nor lose a cent:
-- for every month and line the customers' sum is the sum of accounts and
-- contacts, less what stands with the unknown customer.
{{ config(meta={"dagster": {"ref": {"name": "customer_contribution_monthly"}}}) }}
{% set lines = contribution_lines() %}

with
    parts as (
        select
            source_system,
            month_end_date
            {%- for line in lines %}, coalesce({{ line }}_amount, 0) as {{ line }}_amount {%- endfor %}
        from {{ ref("customer_contribution_monthly") }}
        union all
        select
            source_system,
            month_end_date
            {%- for line in lines %}, coalesce({{ line }}_amount, 0) as {{ line }}_amount {%- endfor %}
        from {{ ref("fct_contribution_part_monthly") }}
        where customer_key = -1
        union all
        select
            source_system,
            month_end_date
            {%- for line in lines %}, - coalesce({{ line }}_amount, 0) as {{ line }}_amount {%- endfor %}
        from {{ ref("fct_contribution_account_monthly") }}
        union all
        select
            source_system,
            month_end_date
            {%- for line in lines %}
                , {{ "- cost_amount" if line == "operating_cost" else "0" }} as {{ line }}_amount
            {%- endfor %}
        from {{ ref("fct_customer_contact_cost_monthly") }}
    )

select source_system, month_end_date
from parts
group by source_system, month_end_date
having {%- for line in lines %} sum({{ line }}_amount) <> 0{{ " or" if not loop.last }} {%- endfor %}
