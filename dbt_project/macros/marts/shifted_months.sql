{# The month end some months after another (before it where negative); more is a further number of months, in SQL. #}
{% macro month_shifted(month_end_date, months, more="0") -%}
    {{
        month_end(
            "cast("
            ~ dbt.dateadd("month", months ~ " + cast(" ~ more ~ " as integer)", month_end_date)
            ~ " as date)"
        )
    }}
{%- endmacro %}

{# The first day of the calendar year of a date. #}
{% macro year_start(date) -%} cast(date_trunc('year', {{ date }}) as date){%- endmacro %}
