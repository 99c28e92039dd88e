{# Share of the rows of a group with no more of a measure, among those of which it is known; equal rows are equal. #}
{% macro percentile_of(measure, group) -%}
    case
        when {{ measure }} is not null
        then
            cume_dist() over (
                partition by
                    {%- for column in group %} {{ column }}, {%- endfor %}
                    case when {{ measure }} is null then 1 else 0 end
                order by {{ measure }}
            )
    end
{%- endmacro %}
