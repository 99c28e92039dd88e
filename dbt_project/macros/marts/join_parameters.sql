{#
  Joins parameters to the relations before: each by its alias, as it was valid on a date. A parameter without a row on the
  date leaves none behind, so that nothing is judged by a bound that nobody set; with `required` false it is NULL.
#}
{% macro join_parameters(codes, date, required=true) -%}
    {%- for name, code in codes.items() %}
        {{ "inner" if required else "left" }}
        join
            {{ ref("parameter") }} as {{ name }}
            on {{ name }}.parameter_code = '{{ code }}'
            and {{ valid_on(name, date) }}
    {%- endfor %}
{%- endmacro %}
