{# The middle value, or the mean of the two in the middle of an even number; NULLs are left out. #}
{% macro median_of(expression) -%}
    percentile_cont(0.5) within group (order by {{ expression }})
{%- endmacro %}
