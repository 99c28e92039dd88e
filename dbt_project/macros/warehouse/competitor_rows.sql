{# The rows of an entity that tells of competitors, one per natural key, with the key of the competitor; -1 is the unknown one. #}
{% macro competitor_rows(entity, key) -%}
    select keyed.*, coalesce(competitors.competitor_key, -1) as competitor_key
    from
        (
            select *, {{ surrogate_key(["source_system", "competitor_number"]) }} as delivered_competitor_key
            from ({{ winners(ref("contract_" ~ entity), key) }}) as delivered
        ) as keyed
    left join
        {{ ref("dim_competitor") }} as competitors
        on keyed.delivered_competitor_key = competitors.competitor_key
{%- endmacro %}
