{#
  The lines of the general ledger that contribution is reconciled with: code, name of its column in marts and items,
  whose basis it has, and of which ledger lines its ledger side is made up, with their signs, where the ledger does
  not state the line itself. Return on capital is paid by treasury to customers: no ledger knows of it.
#}
{% macro ledger_lines() %}
    {%- set interest = {"INTEREST_INCOME": "", "INTEREST_EXPENSE": "-"} -%}
    {%- set income = {
        "INTEREST_INCOME": "",
        "INTEREST_EXPENSE": "-",
        "FEE_INCOME": "",
        "FEE_REFUND": "-",
        "EXPECTED_LOSS": "-",
        "OPERATING_COST": "-",
        "TAX": "-",
    } -%}
    {{
        return(
            [
                {"code": "INTEREST_INCOME", "name": "interest_income"},
                {"code": "INTEREST_EXPENSE", "name": "interest_expense"},
                {"code": "NET_INTEREST_INCOME", "name": "net_interest_income", "made_of": interest},
                {"code": "FEE_INCOME", "name": "fee_income"},
                {"code": "FEE_REFUND", "name": "fee_refund"},
                {"code": "RETURN_ON_CAPITAL", "name": "return_on_capital", "basis": "economic_capital"},
                {"code": "EXPECTED_LOSS", "name": "expected_loss"},
                {"code": "OPERATING_COST", "name": "operating_cost"},
                {"code": "TAX", "name": "tax", "basis": "net_income"},
                {"code": "NET_INCOME", "name": "net_income", "made_of": income},
                {"code": "REVALUATION", "name": "revaluation_difference"},
            ]
        )
    }}
{% endmacro %}
