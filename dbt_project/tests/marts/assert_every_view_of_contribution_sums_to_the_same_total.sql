-- A bank that adds up products, branches or managers must find the money
-- of its customers, no more and no less: for every source, month and line
-- each view has the total of the parts, to the cent and tax included.
-- The mart of customers leaves out the unknown one, who is added here.
{{ config(meta={"dagster": {"ref": {"name": "account_contribution_monthly"}}}) }}
{% set views = ["account", "household", "group", "product", "branch", "manager"] %}
{% set amounts = contribution_lines() + [
    "return_on_capital",
    "pre_tax_income",
    "tax",
    "net_income",
    "capital_charge",
] %}

with
    customers as (
        select source_system, month_end_date, {{ amounts | join("_amount, ") }}_amount
        from {{ ref("customer_contribution_monthly") }}
        union all
        select source_system, month_end_date, {{ amounts | join("_amount, ") }}_amount
        from {{ ref("fct_contribution_part_monthly") }}
        where customer_key = -1
    ),

    totals as (
        {%- for relation in [ref("fct_contribution_part_monthly"), "customers"] + views %}
            select
                source_system,
                month_end_date,
                {%- for amount in amounts %}
                    coalesce(sum({{ amount }}_amount), 0) as {{ amount }}_amount {{ "," if not loop.last }}
                {%- endfor %}
            from {{ ref(relation ~ "_contribution_monthly") if relation in views else relation }}
            group by source_system, month_end_date {{ "union all" if not loop.last }}
        {%- endfor %}
    )

select source_system, month_end_date
from totals
group by source_system, month_end_date
having
    count(*) <> {{ views | length + 2 }}
    {%- for amount in amounts %} or min({{ amount }}_amount) <> max({{ amount }}_amount) {%- endfor %}
