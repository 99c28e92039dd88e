-- Whoever is in two households, groups or managers at once has money that
-- counts twice: at each month end a customer is in one of each at most.
{{ config(meta={"dagster": {"ref": {"name": "bridge_customer_manager"}}}) }}
{% for bridge in ["bridge_household", "bridge_customer_group", "bridge_customer_manager"] %}
    select '{{ bridge }}' as bridge_name, members.customer_key, months.month_end_date
    from {{ ref(bridge) }} as members
    inner join
        {{ ref("dim_parameter_monthly") }} as months on {{ valid_on("members", "months.month_end_date") }}
    group by members.customer_key, months.month_end_date
    having count(*) > 1 {{ "union all" if not loop.last }}
{% endfor %}
