{# A number as people read it: 1,234.50 #}
{% macro readable_number(expression, decimals=0) %}
    {{ return(adapter.dispatch("readable_number")(expression, decimals)) }}
{% endmacro %}
{% macro default__readable_number(expression, decimals) -%}
    format('{:,.{{ decimals }}f}', cast({{ expression }} as double))
{%- endmacro %}
