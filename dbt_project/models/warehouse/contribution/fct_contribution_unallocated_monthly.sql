{#- what an item has of each line; a line that it has nothing to do with is left out -#}
{% set all_lines = {"item_code": "item_code"} %}
{%- for line in ledger_lines() %} {%- do all_lines.update({line.name: line.name ~ "_amount"}) %} {%- endfor %}
{% set items = {
    "treasury": {
        "item_code": "'treasury'",
        "net_interest_income": "net_interest_income_amount",
        "return_on_capital": "return_on_capital_amount",
        "tax": "tax_amount",
        "net_income": "net_income_amount",
    },
    "pools": {
        "item_code": "'unused_capacity:' || resource_pool",
        "operating_cost": "unused_cost_amount",
    },
    "unused": {
        "item_code": "'unused_capacity'",
        "tax": "tax_amount",
        "net_income": "- unused_cost_amount - tax_amount",
    },
    "unknown": all_lines,
} %}

with
    treasury as (select * from {{ ref("fct_treasury_monthly") }}),

    unknown as (select * from {{ ref("fct_unknown_bearer_monthly") }}),

    pools as (select * from {{ ref("fct_capacity_monthly") }}),

    unused_capacity as (
        select
            source_system,
            month_end_date,
            cast(sum(unused_cost_amount) as decimal(18, 2)) as unused_cost_amount
        from pools
        group by source_system, month_end_date
    ),

    -- cost that no customer bears still lowers the tax of the bank
    unused as (
        select
            unused_capacity.*,
            - {{ rounded_product("unused_capacity.unused_cost_amount", "parameters.tax_rate") }} as tax_amount
        from unused_capacity
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters
            on unused_capacity.month_end_date = parameters.month_end_date
    ),

    items as (
        {%- for item, amounts in items.items() %}
            {%- for line in ledger_lines() if line.name in amounts %}
                select
                    source_system,
                    month_end_date,
                    '{{ line.code }}' as line_code,
                    {{ amounts.item_code }} as item_code,
                    {{ amounts[line.name] }} as amount
                from {{ item }} {{ "union all" if not loop.last }}
                {%- endfor %} {{ "union all" if not loop.last }}
        {%- endfor %}
    )

select
    source_system,
    month_end_date,
    line_code,
    item_code,
    {{ reporting_currency() }} as currency_code,
    cast(amount as decimal(18, 2)) as amount
from items
