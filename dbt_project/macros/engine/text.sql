{#
    Typed values out of delivered text. Every cast gives NULL where the text does not fit, and the caller tells
    NULL text from bad text. Numbers must not lose digits, dates must be written in full.
#}
{% macro typed_text(text, type) %} {{ return(adapter.dispatch("typed_text")(text, type)) }}{% endmacro %}
{% macro default__typed_text(text, type) -%}
    {%- if type == "varchar" -%} nullif({{ text }}, '')
    {%- elif type == "boolean" -%}
        case
            when {{ text }} in ('true', 'TRUE', 'True', '1', 'Y', 'y')
            then true
            when {{ text }} in ('false', 'FALSE', 'False', '0', 'N', 'n')
            then false
        end
    {%- elif type == "date" -%} case when {{ text }} like '____-__-__' then {{ try_cast(text, "date") }} end
    {%- elif type == "date_yymmdd" -%} {{ date_from_yymmdd(text) }}
    {%- elif type == "date_mdyyyy" -%} {{ date_from_mdyyyy(text) }}
    {%- else -%} {{ try_cast(text, type) }}
    {%- endif -%}
{%- endmacro %}

{# YYMMDD of the twentieth century, a midnight time of day allowed. #}
{% macro date_from_yymmdd(text) %} {{ return(adapter.dispatch("date_from_yymmdd")(text)) }}{% endmacro %}
{% macro default__date_from_yymmdd(text) -%}
    cast(try_strptime('19' || {{ text }}, ['%Y%m%d', '%Y%m%d 00:00:00']) as date)
{%- endmacro %}

{# M/D/YYYY as written in the United States, with or without leading zeros. #}
{% macro date_from_mdyyyy(text) %} {{ return(adapter.dispatch("date_from_mdyyyy")(text)) }}{% endmacro %}
{% macro default__date_from_mdyyyy(text) -%}
    case when {{ text }} like '%/%/____' then cast(try_strptime({{ text }}, '%m/%d/%Y') as date) end
{%- endmacro %}

{#
    True where the cast has dropped digits ('1.239' as decimal(18,2), '1.7' as integer). Two doubles are compared
    first, as that is cheap; only where they differ is the text read again in full precision.
#}
{% macro has_lost_digits(text, value) %}
    {{ return(adapter.dispatch("has_lost_digits")(text, value)) }}
{% endmacro %}
{% macro default__has_lost_digits(text, value) -%}
    case
        when {{ value }} is distinct from {{ try_cast(text, "double") }}
        then coalesce({{ try_cast(text, "decimal(38,10)") }} <> {{ value }}, true)
        else false
    end
{%- endmacro %}
