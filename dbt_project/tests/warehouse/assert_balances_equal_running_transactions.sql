-- A balance that its transactions do not explain means lost or invented money. Sources that report balances
-- only with
-- each transaction derive them from the sum; how far the two differ stands in fct_account_balance_monthly.
select
    source_system,
    account_key,
    month_end_date,
    end_balance_amount,
    running_balance_amount,
    balance_difference_amount
from {{ ref("fct_account_balance_monthly") }}
where balance_basis = 'booked' and balance_difference_amount <> 0
