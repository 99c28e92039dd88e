{#
  1 where a value has grown by the rate up or more, -1 where it has fallen by more than the (negative) rate down, 0
  between; empty where a value or rate is missing. Values are [numerator, denominator], compared without division.
#}
{% macro trend(now, before, up, down) -%}
    case
        when {{ now[0] }} * {{ before[1] }} < {{ before[0] }} * {{ now[1] }} * (1 + {{ down }})
        then -1
        when
            {{ now[0] }} * {{ before[1] }} > {{ before[0] }} * {{ now[1] }}
            and {{ now[0] }} * {{ before[1] }} >= {{ before[0] }} * {{ now[1] }} * (1 + {{ up }})
        then 1
        when {{ now[0] }} + {{ before[0] }} + {{ up }} + {{ down }} is not null
        then 0
    end
{%- endmacro %}

{# Its text: 'balances 1,200.00 >= 1,100.00 (1,000.00 a year before): up'. #}
{% macro trend_text(label, trend, now, before, up, down) -%}
    '{{ label }} '
    || {{ readable_number(now, 2) }}
    || case
        {{ trend }}
        when 1
        then ' >= ' || {{ readable_number(before ~ " * (1 + " ~ up ~ ")", 2) }}
        when -1
        then ' < ' || {{ readable_number(before ~ " * (1 + " ~ down ~ ")", 2) }}
        else
            ' >= '
            || {{ readable_number(before ~ " * (1 + " ~ down ~ ")", 2) }}
            || ' and not >= '
            || {{ readable_number(before ~ " * (1 + " ~ up ~ ")", 2) }}
    end
    || ' ('
    || {{ readable_number(before, 2) }}
    || ' a year before): '
    || case {{ trend }} when 1 then 'up' when -1 then 'down' else 'flat' end
{%- endmacro %}
