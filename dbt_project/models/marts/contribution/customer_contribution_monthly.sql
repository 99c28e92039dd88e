{% set lines = contribution_lines() %}
{% set income_lines = [
    "interest_income",
    "interest_expense",
    "ftp_charge",
    "ftp_credit",
    "fee_income",
    "fee_refund",
    "expected_loss",
    "operating_cost",
] %}

with
    margins as (
        select
            lines.*,
            {{ basis_of_total(income_lines[:4]) }} as net_interest_income_basis,
            {{ basis_of_total(income_lines) }} as net_income_basis,
            coalesce(interest_income_amount, 0)
            - coalesce(ftp_charge_amount, 0)
            + coalesce(ftp_credit_amount, 0)
            - coalesce(interest_expense_amount, 0) as net_interest_income_amount
        from {{ ref("fct_contribution_customer_monthly") }} as lines
    ),

    before_tax as (
        select
            margins.*,
            net_interest_income_amount
            + coalesce(fee_income_amount, 0)
            - coalesce(fee_refund_amount, 0)
            - coalesce(expected_loss_amount, 0)
            - coalesce(operating_cost_amount, 0) as pre_tax_income_amount
        from margins
    ),

    after_tax as (
        select
            before_tax.*,
            {{ rounded_product("before_tax.pre_tax_income_amount", "parameters.tax_rate") }} as tax_amount,
            before_tax.pre_tax_income_amount
            - {{ rounded_product("before_tax.pre_tax_income_amount", "parameters.tax_rate") }}
            as net_income_amount,
            {{
                rounded_ratio(
                    [["before_tax.economic_capital_amount", 2], ["parameters.hurdle_rate", 8]], [["12", 0]]
                )
            }} as capital_charge_amount
        from before_tax
        left join
            {{ ref("dim_parameter_monthly") }} as parameters
            on before_tax.month_end_date = parameters.month_end_date
    )

select
    customer_key,
    source_system,
    month_end_date,
    {{ reporting_currency() }} as currency_code,
    account_count,
    interest_income_amount,
    interest_income_basis,
    penalty_interest_amount,
    penalty_interest_basis,
    interest_expense_amount,
    interest_expense_basis,
    ftp_charge_amount,
    ftp_charge_basis,
    ftp_credit_amount,
    ftp_credit_basis,
    cast(net_interest_income_amount as decimal(18, 2)) as net_interest_income_amount,
    net_interest_income_basis,
    fee_income_amount,
    fee_income_basis,
    fee_refund_amount,
    fee_refund_basis,
    expected_loss_amount,
    expected_loss_basis,
    operating_cost_amount,
    operating_cost_basis,
    cast(pre_tax_income_amount as decimal(18, 2)) as pre_tax_income_amount,
    tax_amount,
    cast(net_income_amount as decimal(18, 2)) as net_income_amount,
    net_income_basis,
    economic_capital_amount,
    economic_capital_basis,
    cast(
        cast(net_income_amount as double) * 12 / nullif(economic_capital_amount, 0) as decimal(28, 8)
    ) as raroc_rate,
    capital_charge_amount,
    cast(net_income_amount - capital_charge_amount as decimal(18, 2)) as economic_profit_amount,
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
from after_tax
