{# The text of a comparison with both values: 'percentile 0.9600 > 0.9500'. #}
{% macro comparison(label, input, operator, bound, decimals=0) -%}
    '{{ label }} '
    || {{ readable_number(input, decimals) }}
    || ' {{ operator }} '
    || {{ readable_number(bound, decimals) }}
{%- endmacro %}
