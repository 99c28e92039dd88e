{# The positions of a list, from 1: one row each. #}
{% macro list_positions(list) %} {{ return(adapter.dispatch("list_positions")(list)) }}{% endmacro %}
{% macro default__list_positions(list) -%} unnest(generate_series(1, len({{ list }}))) {%- endmacro %}

{# The element of a list at a position from 1. #}
{% macro list_element(list, position) %}
    {{ return(adapter.dispatch("list_element")(list, position)) }}
{% endmacro %}
{% macro default__list_element(list, position) -%} {{ list }} [{{ position }}] {%- endmacro %}
