{#
    The Czech birth number: YYMMDD, with 50 added to the month of a woman. The date is NULL where there is none
    in it.
#}
{% macro birth_number_date(birth_number) -%}
    {%- set year = "substr(" ~ birth_number ~ ", 1, 2)" -%}
    {%- set month = birth_number_month(birth_number) ~ " % 50" -%}
    {%- set day = "substr(" ~ birth_number ~ ", 5)" -%}
    {{ date_from_yymmdd(year ~ " || lpad(cast(" ~ month ~ " as varchar), 2, '0') || " ~ day) }}
{%- endmacro %}

{% macro birth_number_gender(birth_number) -%}
    case
        when {{ birth_number_month(birth_number) }} > 50
        then 'female'
        when {{ birth_number_month(birth_number) }} <= 50
        then 'male'
    end
{%- endmacro %}

{% macro birth_number_month(birth_number) -%}
    {{ try_cast("substr(" ~ birth_number ~ ", 3, 2)", "integer") }}
{%- endmacro %}
