{# The parameters of the run. They are session variables, so that compiled SQL is the same in every run. #}
{% macro as_of_date() %} {{ return(adapter.dispatch("as_of_date")()) }}{% endmacro %}
{% macro default__as_of_date() %} cast(getvariable('as_of') as date){% endmacro %}

{% macro batch_id() %} {{ return(adapter.dispatch("batch_id")()) }}{% endmacro %}
{% macro default__batch_id() %} cast(getvariable('batch_id') as varchar){% endmacro %}

{% macro raw_root() %} {{ return(adapter.dispatch("raw_root")()) }}{% endmacro %}
{% macro default__raw_root() %} cast(getvariable('raw_root') as varchar){% endmacro %}

{% macro ledger_root() %} {{ return(adapter.dispatch("ledger_root")()) }}{% endmacro %}
{% macro default__ledger_root() %} cast(getvariable('ledger_root') as varchar){% endmacro %}

{% macro reporting_currency() %} {{ return(adapter.dispatch("reporting_currency")()) }}{% endmacro %}
{% macro default__reporting_currency() %} cast(getvariable('reporting_currency') as varchar){% endmacro %}

{# True where the source is part of the run. #}
{% macro source_is_on(source) %} {{ return(adapter.dispatch("source_is_on")(source)) }}{% endmacro %}
{% macro default__source_is_on(source) %}
    contains('+' || getvariable('sources') || '+', '+{{ source }}+')
{% endmacro %}
