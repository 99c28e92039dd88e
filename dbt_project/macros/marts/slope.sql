{# The slope of y on x by least squares over the rows where a condition is met; 0 where x does not vary. #}
{% macro slope(x, y, condition) -%}
    {%- set n = "count(case when " ~ condition ~ " then 1 end)" -%}
    {%- set sum_of = namespace(terms={}) -%}
    {%- for name, term in {"x": x, "y": y, "xx": x ~ " * " ~ x, "xy": x ~ " * " ~ y}.items() -%}
        {%- do sum_of.terms.update({name: "sum(case when " ~ condition ~ " then " ~ term ~ " end)"}) -%}
    {%- endfor -%}
    coalesce(
        cast(
            {{ n }} * {{ sum_of.terms.xy }} - {{ sum_of.terms.x }} * {{ sum_of.terms.y }} as double
        ) / nullif(
            cast({{ n }} * {{ sum_of.terms.xx }} - {{ sum_of.terms.x }} * {{ sum_of.terms.x }} as double), 0
        ),
        0
    )
{%- endmacro %}
