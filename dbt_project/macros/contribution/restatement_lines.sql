{#
  The lines of a restatement, with the sign by which a line counts in net income; none where it is no part of it.
  Penalty interest is part of interest income already.
#}
{% macro restatement_lines() %}
    {{
        return(
            {
                "interest_income": 1,
                "penalty_interest": none,
                "interest_expense": -1,
                "ftp_charge": -1,
                "ftp_credit": 1,
                "fee_income": 1,
                "fee_refund": -1,
                "return_on_capital": 1,
                "expected_loss": -1,
                "operating_cost": -1,
                "tax": -1,
                "net_income": none,
                "economic_capital": none,
                "capital_charge": none,
                "revaluation_difference": none,
            }
        )
    }}
{% endmacro %}
