{# A column of a relation with one column for each line, picked by the line_code of each row. #}
{% macro of_line(relation, lines, suffix, type) -%}
    case
        {{ relation }}.line_code
        {%- for line in lines %}
            when '{{ line }}' then cast({{ relation }}.{{ line }}_{{ suffix }} as {{ type }})
        {%- endfor %}
    end
{%- endmacro %}

{# Amounts of the statement that are computed once per customer and month; raroc is a rate and stands apart. #}
{% macro statement_totals() %}
    {{
        return(
            [
                "net_interest_income",
                "return_on_capital",
                "direct_profit_before_risk",
                "direct_profit_after_risk",
                "loaded_profit_before_risk",
                "pre_tax_income",
                "tax",
                "net_income",
                "capital_charge",
                "economic_profit",
            ]
        )
    }}
{% endmacro %}

{# The basis of every line of the statement, measured or total, from the columns of the mart of customers. #}
{% macro basis_of_statement_line() -%}
    {%- set direct = [
        "interest_income",
        "ftp_charge",
        "ftp_credit",
        "interest_expense",
        "fee_income",
        "fee_refund",
    ] -%}
    case
        line_code
        {%- for line in contribution_lines() %} when '{{ line }}' then {{ line }}_basis {%- endfor %}
        when 'net_interest_income'
        then net_interest_income_basis
        when 'return_on_capital'
        then {{ basis_of_total(["economic_capital"]) }}
        when 'direct_profit_before_risk'
        then {{ basis_of_total(direct) }}
        when 'direct_profit_after_risk'
        then {{ basis_of_total(direct + ["expected_loss"]) }}
        when 'loaded_profit_before_risk'
        then {{ basis_of_total(direct + ["operating_cost"]) }}
        when 'capital_charge'
        then economic_capital_basis
        when 'economic_profit'
        then
            case
                when economic_capital_basis = 'missing'
                then 'missing'
                else {{ basis_of_total(["net_income", "economic_capital"]) }}
            end
        when 'raroc'
        then
            case
                when economic_capital_basis = 'missing'
                then 'missing'
                else {{ basis_of_total(["net_income", "economic_capital"]) }}
            end
        else net_income_basis
    end
{%- endmacro %}
