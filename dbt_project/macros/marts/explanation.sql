{# Work is costed in the reporting currency; all else in that of the bookings, or of the account. #}
{% macro input_currency() -%}
    case
        when shares.activity_code is null
        then coalesce(shares.booking_currency_code, inputs.currency_code)
        else statement.currency_code
    end
{%- endmacro %}

{# Columns of the inputs of an account, shown on the lines that are computed from them. #}
{% macro inputs_of_lines() -%}
    {%- set conditions = {
        "transfer price": (
            "((statement.line_code = 'ftp_charge' and inputs.balance_side = 'loan')"
            ~ " or (statement.line_code = 'ftp_credit' and inputs.balance_side = 'deposit'))"
        ),
        "loss": "statement.line_code = 'expected_loss'",
        "capital": "statement.line_code = 'economic_capital'",
        "risk": "statement.line_code in ('expected_loss', 'economic_capital')",
        "revaluation": (
            "statement.line_code = 'revaluation_difference'"
            ~ " and inputs.currency_code <> statement.currency_code"
        ),
    } -%}
    {%- for column, condition in {
        "average_balance_amount": "transfer price",
        "tenor_months": "transfer price",
        "ftp_rate": "transfer price",
        "interest_days": "transfer price",
        "year_days": "transfer price",
        "pd_rate": "loss",
        "lgd_rate": "loss",
        "ead_amount": "risk",
        "risk_weight_rate": "capital",
        "opening_balance_amount": "revaluation",
        "opening_exchange_rate": "revaluation",
        "flow_amount": "revaluation",
        "closing_balance_amount": "revaluation",
        "ftp_valid_from": "transfer price",
        "ftp_valid_to": "transfer price",
    }.items() %}
        case when {{ conditions[condition] }} then inputs.{{ column }} end as {{ column }}
        {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# Why an amount is empty or not whole, by relation explained. #}
{% macro missing_reason() -%}
    case
        when line_code = 'raroc'
        then raroc_missing_reason
        when explained_basis not in ('missing', 'partial')
        then null
        when line_kind = 'total'
        then 'line_missing'
        when level_code = 'customer'
        then 'not_delivered'
        when has_attached_loan and line_code in ('interest_income', 'ftp_charge')
        then 'loan_without_own_interest'
        when line_code = 'operating_cost'
        then 'no_costs_delivered'
        when exchange_rate is null or booked_amount is not null
        then 'no_exchange_rate'
        when line_code in ('fee_income', 'fee_refund')
        then 'no_fees_delivered'
        when line_code in ('expected_loss', 'economic_capital')
        then 'no_risk_parameters'
        when line_code in ('ftp_charge', 'ftp_credit') and average_balance_amount is null
        then 'no_balance'
        when line_code in ('ftp_charge', 'ftp_credit')
        then 'no_transfer_price'
        else 'no_exchange_rate'
    end
{%- endmacro %}

{# The row of reference data that a line is computed with, by relation explained; empty where it takes none. #}
{% macro reference_row() -%}
    {%- set of_tables = {
        "reference_code": {
            "dim_parameter": "reference_code",
            "fct_ftp_curve": "input_currency_code || ' ' || cast(tenor_months as varchar) || ' months'",
            "fct_risk_parameter_monthly": "case when pd_rate is not null then reference_code end",
            "dim_activity_driver": "activity_code",
            "fct_exchange_rate": "case when exchange_rate_valid_from is not null then input_currency_code end",
        },
        "reference_valid_from": {
            "dim_parameter": "parameter_valid_from",
            "fct_ftp_curve": "ftp_valid_from",
            "fct_risk_parameter_monthly": (
                "case when pd_rate is not null then " ~ month_start("month_end_date") ~ " end"
            ),
            "dim_activity_driver": "activity_valid_from",
            "fct_exchange_rate": "exchange_rate_valid_from",
        },
        "reference_valid_to": {
            "dim_parameter": "parameter_valid_to",
            "fct_ftp_curve": "ftp_valid_to",
            "fct_risk_parameter_monthly": (
                "case when pd_rate is not null then cast("
                ~ dbt.dateadd("day", 1, "month_end_date")
                ~ " as date) end"
            ),
            "dim_activity_driver": "activity_valid_to",
            "fct_exchange_rate": "exchange_rate_valid_to",
        },
        "reference_value": {
            "dim_parameter": "cast(parameter_value as decimal(18, 8))",
            "fct_ftp_curve": "cast(ftp_rate as decimal(18, 8))",
            "fct_risk_parameter_monthly": "cast(pd_rate as decimal(18, 8))",
            "dim_activity_driver": "cast(minutes_per_unit as decimal(18, 8))",
            "fct_exchange_rate": (
                "case when exchange_rate_valid_from is not null then cast(exchange_rate as decimal(18, 8)) end"
            ),
        },
    } -%}
    {%- for column, expressions in of_tables.items() %}
        case
            reference_table
            {%- for table, expression in expressions.items() %}
                when '{{ table }}' then {{ expression }}
            {%- endfor %}
        end as {{ column }}
        {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# What a person needs to compute a line again; each is filled on its own lines. #}
{% macro explained_inputs() %}
    {{
        return(
            [
                "booked_amount",
                "booking_count",
                "average_balance_amount",
                "tenor_months",
                "ftp_rate",
                "interest_days",
                "year_days",
                "pd_rate",
                "lgd_rate",
                "ead_amount",
                "risk_weight_rate",
                "driver_code",
                "units",
                "minutes_per_unit",
                "minutes",
                "resource_pool",
                "pool_cost_amount",
                "pool_capacity_minutes",
                "opening_balance_amount",
                "opening_exchange_rate",
                "flow_amount",
                "closing_balance_amount",
                "base_amount",
            ]
        )
    }}
{% endmacro %}
