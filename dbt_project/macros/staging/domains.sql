{# Domains and shapes that several tables share. #}
{% macro product_groups() %}
    {{
        return(
            "current|savings|term_deposit|mortgage|consumer_loan|corporate_loan|credit_card|fund|payment"
        )
    }}
{% endmacro %}

{# ISO 4217: three capital letters. Whether a rate exists for it is another question. #}
{% macro is_currency_code(column) %}
    length({{ column }}) = 3 and {{ column }} between 'AAA' and 'ZZZ'
{% endmacro %}

{# ISO 3166 alpha-2: two capital letters. #}
{% macro is_country_code(column) %}
    length({{ column }}) = 2 and {{ column }} between 'AA' and 'ZZ'
{% endmacro %}
