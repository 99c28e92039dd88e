{#
  Level of a monthly amount: mean of the recent months, of the whole ones among them where there are any; 0 without any.
  amount, is_recent, is_whole: columns of the grouped rows.
#}
{% macro lifetime_level(amount, is_recent, is_whole) -%}
    coalesce(
        avg(case when {{ is_recent }} and {{ is_whole }} then {{ amount }} end),
        avg(case when {{ is_recent }} then {{ amount }} end),
        0
    )
{%- endmacro %}
