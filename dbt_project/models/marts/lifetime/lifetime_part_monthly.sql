{{ config(schema="intermediate", materialized="view") }}

select
    parts.source_system,
    parts.customer_key,
    parts.account_key,
    parts.month_end_date,
    coalesce(parts.interest_income_amount, 0)
    - coalesce(parts.interest_expense_amount, 0)
    - coalesce(parts.ftp_charge_amount, 0)
    + coalesce(parts.ftp_credit_amount, 0)
    + parts.return_on_capital_amount as margin_amount,
    coalesce(parts.expected_loss_amount, 0) as loss_amount,
    coalesce(parts.fee_income_amount, 0)
    - coalesce(parts.fee_refund_amount, 0)
    - coalesce(parts.operating_cost_amount, 0) as service_amount,
    -- what the margin is earned on: money lent, or money lent to the bank
    coalesce(
        case states.balance_side when 'loan' then -1 when 'deposit' then 1 else 0 end
        * {{
            rounded_product(
                converted("states.average_balance_amount", "states.exchange_rate"), "parts.holder_weight"
            )
        }},
        0
    ) as balance_amount
from {{ ref("fct_contribution_part_monthly") }} as parts
left join
    {{ ref("fct_account_month") }} as states
    on parts.account_key = states.account_key
    and parts.month_end_date = states.month_end_date
