{# A number as people read it: 1,234.50 #}
{% macro readable_number(expression, decimals=0) %}
    {{ return(adapter.dispatch("readable_number")(expression, decimals)) }}
{% endmacro %}
{% macro default__readable_number(expression, decimals) -%}
    format('{:,.{{ decimals }}f}', cast({{ expression }} as double))
{%- endmacro %}

{# A number without idle zeros, to four decimals: 1,234.5 #}
{% macro shortest_number(expression) -%}
    case
        when {{ expression }} = floor({{ expression }})
        then {{ readable_number(expression) }}
        else rtrim({{ readable_number(expression, 4) }}, '0')
    end
{%- endmacro %}
