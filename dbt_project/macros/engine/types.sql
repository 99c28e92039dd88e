{# What dbt's cross-database macros lack or do differently. #}
{# NULL where the value does not fit the type (dbt.safe_cast raises on DuckDB). #}
{% macro try_cast(expression, type) %}
    {{ return(adapter.dispatch("try_cast")(expression, type)) }}
{% endmacro %}
{% macro default__try_cast(expression, type) %} try_cast({{ expression }} as {{ type }}){% endmacro %}

{% macro month_start(expression) %} cast(date_trunc('month', {{ expression }}) as date){% endmacro %}

{% macro month_end(expression) %} {{ return(adapter.dispatch("month_end")(expression)) }}{% endmacro %}
{% macro default__month_end(expression) %} last_day({{ expression }}){% endmacro %}

{% macro days_in_month(expression) %}
    {{ return(adapter.dispatch("days_in_month")(expression)) }}
{% endmacro %}
{% macro default__days_in_month(expression) %} extract(day from last_day({{ expression }})){% endmacro %}

{% macro open_end_date() %} date '9999-12-31'{% endmacro %}
{% macro beginning_of_time() %} date '1900-01-01'{% endmacro %}
