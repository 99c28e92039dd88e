{#
    Identifiers proven by their check digits. Each macro takes a column and gives true, false, or NULL for NULL.
    The shape is tested first, so that the arithmetic sees only characters that it knows.
#}
{# ISO 13616 IBAN: country and check digits moved to the end, letters as 10 to 35, remainder 1 by 97. #}
{% macro valid_iban(column) %} {{ return(adapter.dispatch("valid_iban")(column)) }}{% endmacro %}
{% macro default__valid_iban(column) -%}
    case
        when {{ column }} is null
        then null
        when not regexp_full_match({{ column }}, '[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}')
        then false
        when substr({{ column }}, 3, 2) not between '02' and '98'
        then false
        else {{ remainder_by_97("substr(" ~ column ~ ", 5) || substr(" ~ column ~ ", 1, 4)") }} = 1
    end
{%- endmacro %}

{# ISO 17442 LEI: 18 letters or digits and two check digits, remainder 1 by 97. #}
{% macro valid_lei(column) %} {{ return(adapter.dispatch("valid_lei")(column)) }}{% endmacro %}
{% macro default__valid_lei(column) -%}
    case
        when {{ column }} is null
        then null
        when not regexp_full_match({{ column }}, '[A-Z0-9]{18}[0-9]{2}')
        then false
        when substr({{ column }}, 19, 2) not between '02' and '98'
        then false
        else {{ remainder_by_97(column) }} = 1
    end
{%- endmacro %}

{# GB 32100 unified social credit code: 31 characters, weights 3^0 to 3^16 by 31, the last character closes the sum. #}
{% macro valid_uscc(column) %} {{ return(adapter.dispatch("valid_uscc")(column)) }}{% endmacro %}
{% macro default__valid_uscc(column) -%}
    {%- set alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY" -%}
    {%- set letter = "[0-9A-HJ-NPQRTUWXY]" -%}
    {%- set weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1] -%}
    case
        when {{ column }} is null
        then null
        when not regexp_full_match({{ column }}, '{{ letter }}{2}[0-9]{6}{{ letter }}{10}')
        then false
        else
            (
                {%- for weight in weights %}
                    {{ weight }} * (strpos('{{ alphabet }}', substr({{ column }}, {{ loop.index }}, 1)) - 1)
                    {{- " +" if not loop.last }}
                {%- endfor %}
            )
            % 31
            = 0
    end
{%- endmacro %}

{# GB 11643 national identity number: a date of birth that exists, and ISO 7064 MOD 11-2 over 17 digits (X is 10). #}
{% macro valid_national_id(column) %}
    {{ return(adapter.dispatch("valid_national_id")(column)) }}
{% endmacro %}
{% macro default__valid_national_id(column) -%}
    {%- set weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1] -%}
    case
        when {{ column }} is null
        then null
        when not regexp_full_match({{ column }}, '[1-9][0-9]{16}[0-9X]')
        then false
        when
            try_cast(
                substr({{ column }}, 7, 4)
                || '-'
                || substr({{ column }}, 11, 2)
                || '-'
                || substr({{ column }}, 13, 2) as date
            )
            is null
        then false
        else
            (
                {%- for weight in weights %}
                    {{ weight }} * (strpos('0123456789X', substr({{ column }}, {{ loop.index }}, 1)) - 1)
                    {{- " +" if not loop.last }}
                {%- endfor %}
            )
            % 11
            = 1
    end
{%- endmacro %}

{# The remainder by 97 of the number that a text spells when its letters are read as 10 to 35. #}
{% macro remainder_by_97(text) %} {{ return(adapter.dispatch("remainder_by_97")(text)) }}{% endmacro %}
-- fmt: off
{% macro default__remainder_by_97(text) -%}
    list_reduce(
        list_transform(
            string_split({{ text }}, ''),
            lambda letter: strpos('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', letter) - 1
        ),
        lambda remainder, number: (remainder * case when number > 9 then 100 else 10 end + number) % 97,
        0
    )
{%- endmacro %}
-- fmt: on
