-- A connector may leave out an entity or an optional column, never a column that the contract requires.
{{ config(meta={"dagster": {"ref": {"name": "contract_customer"}}}) }}
{% set entities = [] %}
{% for source, connector in var("connectors").items() %}
    {% for entity in connector.entities %}
        {% do entities.append(entity) if entity not in entities %}
    {% endfor %}
{% endfor %}

{% for entity in entities %}
    {% set contract = ref("contract_" ~ entity) %}
    select '{{ entity }}' as entity, count(*) as incomplete_rows
    from {{ contract }}
    where false {% for name in required_columns(entity) %} or {{ name }} is null{% endfor %}
    having count(*) > 0 {{ "union all" if not loop.last }}
{% endfor %}
