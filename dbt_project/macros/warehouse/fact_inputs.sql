{#
  What the rows of a monthly fact depend on, and how far a new row of an input reaches:

  month         the month column of the fact table
  always        rows of the fact that every run computes anew, whatever has come
  inputs        contract models
    event_date    the date by which the contract hides what lies after the as-of date
    changes_from  where given, a new row can change every fact from this date on; else only facts in the month of event_date
    number        where given, older versions with the same number change too: a correction may have moved the row
    stands        where given, facts that new rows can change wherever they stand; new_row are the new rows
#}
{% macro fact_inputs(fact) %}
    {%- set dimensions = [
        {
            "model": "contract_account",
            "event_date": "opened_date",
            "changes_from": "business_date",
            "stands": "account_key = -1",
        },
        {
            "model": "contract_exchange_rate",
            "event_date": "rate_date",
            "changes_from": "rate_date",
        },
    ] -%}
    {%- set facts = {
        "fct_transaction": {
            "month": "booking_month",
            "inputs": dimensions
            + [
                {
                    "model": "contract_transaction",
                    "event_date": "booking_date",
                    "stands": key_of_new_row("transaction"),
                }
            ],
        },
        "fct_fee": {
            "month": "booking_month",
            "inputs": dimensions
            + [
                {
                    "model": "contract_fee",
                    "event_date": "booking_date",
                    "stands": key_of_new_row("fee"),
                }
            ],
        },
        "fct_loan_monthly": {
            "month": "month_end_date",
            "inputs": dimensions + [{"model": "contract_loan", "event_date": "month_end_date"}],
        },
        "fct_account_balance_monthly": {
            "month": "month_end_date",
            "always": "balance_basis= 'derived'",
            "inputs": dimensions
            + [
                {"model": "contract_account_balance", "event_date": "month_end_date"},
                {
                    "model": "contract_transaction",
                    "event_date": "booking_date",
                    "changes_from": "booking_date",
                    "number": "transaction_number",
                },
            ],
        },
    } -%}
    {{ return(facts[fact]) }}
{% endmacro %}

{% macro key_of_new_row(entity) %}
    {{
        return(
            entity
            ~ "_key in (select "
            ~ surrogate_key(["source_system", entity ~ "_number"])
            ~ " from new_row)"
        )
    }}
{% endmacro %}
