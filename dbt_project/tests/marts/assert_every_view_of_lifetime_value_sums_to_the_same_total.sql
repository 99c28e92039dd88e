-- A bank that adds up the value of its products, households or groups must
-- find the value of its customers, to the cent: nobody counted twice and
-- nobody left out.
{{ config(meta={"dagster": {"ref": {"name": "customer_lifetime_value"}}}) }}
{% set amounts = ["finite", "perpetuity", "undiscounted"] %}

with
    totals as (
        {%- for view in ["customer", "product", "household", "group"] %}
            select
                source_system,
                {%- for amount in amounts %}
                    coalesce(
                        sum(lifetime_value_{{ amount }}_amount), 0
                    ) as {{ amount }}_amount {{ "," if not loop.last }}
                {%- endfor %}
            from {{ ref(view ~ "_lifetime_value") }}
            group by source_system {{ "union all" if not loop.last }}
        {%- endfor %}
    )

select source_system
from totals
group by source_system
having
    count(*) <> 4
    {%- for amount in amounts %} or min({{ amount }}_amount) <> max({{ amount }}_amount) {%- endfor %}
