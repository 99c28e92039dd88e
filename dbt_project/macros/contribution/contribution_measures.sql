{#
  The measures of a contribution mart from parts that have been added up (sum_of_parts): one select list for the mart of
  customers and every other view of the same money. Before risk is before expected loss; direct is before the cost of
  work, loaded is after it. A line that is missing is left out of totals, of which the basis is then partial.
#}
{% macro contribution_measures() -%}
    {%- set lines = contribution_lines() -%}
    {%- set income_lines = [
        "interest_income",
        "interest_expense",
        "ftp_charge",
        "ftp_credit",
        "fee_income",
        "fee_refund",
        "expected_loss",
        "operating_cost",
    ] -%}
    {%- set interest = (
        "coalesce(interest_income_amount, 0) - coalesce(ftp_charge_amount, 0)"
        ~ " + coalesce(ftp_credit_amount, 0) - coalesce(interest_expense_amount, 0)"
    ) -%}
    {%- set direct = (
        interest
        ~ " + coalesce(fee_income_amount, 0) - coalesce(fee_refund_amount, 0) + return_on_capital_amount"
    ) -%}
    {%- set loss = " - coalesce(expected_loss_amount, 0)" -%}
    {%- set cost = " - coalesce(operating_cost_amount, 0)" -%}
    {%- set measures = {
        "net_interest_income_amount": interest,
        "direct_profit_before_risk_amount": direct,
        "direct_profit_after_risk_amount": direct ~ loss,
        "loaded_profit_before_risk_amount": direct ~ cost,
        "pre_tax_income_amount": direct ~ loss ~ cost,
        "net_income_amount": direct ~ loss ~ cost ~ " - tax_amount",
    } -%}
    account_count,
    {% for line in lines %} {{ line }}_amount, {{ line }}_basis, {% endfor %}
    return_on_capital_amount,
    {% for name, expression in measures.items() -%}
        cast({{ expression }} as decimal(18, 2)) as {{ name }},
    {% endfor -%}
    {{ basis_of_total(income_lines[:4]) }} as net_interest_income_basis,
    {{ basis_of_total(income_lines) }} as net_income_basis,
    tax_amount,
    case when economic_capital_amount is not null then capital_charge_amount end as capital_charge_amount,
    case
        when economic_capital_amount is not null
        then cast({{ measures["net_income_amount"] }} - capital_charge_amount as decimal(18, 2))
    end as economic_profit_amount,
    cast(
        cast({{ measures["net_income_amount"] }} as double)
        * 12
        / nullif(economic_capital_amount, 0) as decimal(28, 8)
    ) as raroc_rate,
    case
        when economic_capital_amount is null
        then 'capital_missing'
        when economic_capital_amount = 0
        then 'no_capital'
    end as raroc_missing_reason,
    nullif(
        concat_ws(
            ', '
            {%- for line in lines %}
                , case when {{ line }}_basis in ('missing', 'partial') then '{{ line }}' end
            {%- endfor %}
        ),
        ''
    ) as missing_lines,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
{%- endmacro %}
