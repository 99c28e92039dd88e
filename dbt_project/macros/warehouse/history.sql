{#
  The history of a relation of delivered versions: one row per key and span in which no attribute changed.
  A version is valid from its business date; delivered twice for one business date, the later delivery wins.
  So a late or corrected file repairs history, in whatever order the files came.
#}
{% macro history(relation, key, attributes) -%}
    with
        versions as (
            {{ winners(relation, key + ["business_date"]) }}
        ) {{ spans("versions", key, attributes) }}
{%- endmacro %}

{#
  The same from versions that are unique by key and business date, after a with clause.
  The first span starts at the beginning of time, for nothing earlier is known; known_from_date says since when it is.
#}
{% macro spans(versions, key, attributes) -%}
    select
        {% for column in key + attributes %} {{ column }}, {% endfor -%}
        case
            when business_date = known_from_date then {{ beginning_of_time() }} else business_date
        end as valid_from,
        coalesce(lead(business_date) over in_order, {{ open_end_date() }}) as valid_to,
        lead(business_date) over in_order is null as is_current,
        known_from_date
    from
        (
            select
                *,
                min(business_date) over (partition by {{ key | join(", ") }}) as known_from_date,
                row_number() over in_order = 1
                {%- for attribute in attributes %}
                    or {{ attribute }} is distinct from lag({{ attribute }}) over in_order
                {%- endfor %} as is_change
            from {{ versions }}
            window in_order as (partition by {{ key | join(", ") }} order by business_date)
        ) as compared
    where is_change
    window in_order as (partition by {{ key | join(", ") }} order by business_date)
{%- endmacro %}

{# True where a version is the one that is valid on a date. #}
{% macro valid_on(version, date) -%}
    {{ date }} >= {{ version }}.valid_from and {{ date }} < {{ version }}.valid_to
{%- endmacro %}

{# True where two spans share a day. #}
{% macro overlaps(left, right) -%}
    {{ left }}.valid_from < {{ right }}.valid_to and {{ left }}.valid_to > {{ right }}.valid_from
{%- endmacro %}

{# Spans of one key that touch or overlap become one. #}
{% macro merge_spans(relation, key) -%}
    select {{ key | join(", ") }}, min(valid_from) as valid_from, max(valid_to) as valid_to
    from
        (
            select
                *,
                sum(starts) over (partition by {{ key | join(", ") }} order by valid_from, valid_to) as island
            from
                (
                    select
                        *,
                        case
                            when
                                valid_from <= max(valid_to) over (
                                    partition by {{ key | join(", ") }}
                                    order by valid_from, valid_to
                                    rows between unbounded preceding and 1 preceding
                                )
                            then 0
                            else 1
                        end as starts
                    from {{ relation }}
                ) as marked
        ) as numbered
    group by {{ key | join(", ") }}, island
{%- endmacro %}
