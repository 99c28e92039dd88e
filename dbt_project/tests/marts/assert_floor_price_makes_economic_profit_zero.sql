-- A restricted customer that pays the floor price covers its cost, risk and capital and
-- nothing more: with interest at that price, taxed, economic profit is 0.00 to the cent.
{{ config(meta={"dagster": {"ref": {"name": "resource_allocation"}}}) }}
with
    repriced as (
        select
            allocations.customer_key,
            allocations.economic_profit_amount,
            allocations.loan_ftp_charge_amount,
            parameters.tax_rate,
            {{ yearly_amount("allocations.floor_price_rate", "allocations.loan_balance_year_amount") }}
            as interest_amount,
            {{ yearly_amount("allocations.floor_margin_rate", "allocations.loan_balance_year_amount") }}
            as margin_amount,
            allocations.loan_interest_amount
        from {{ ref("resource_allocation") }} as allocations
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters
            on allocations.month_end_date = parameters.month_end_date
        where allocations.floor_missing_reason is null
    )

select customer_key
from repriced
where
    economic_profit_amount
    + (interest_amount - loan_interest_amount)
    - {{ rounded_product("interest_amount - loan_interest_amount", "tax_rate") }}
    is distinct from 0
    or interest_amount - loan_ftp_charge_amount is distinct from margin_amount
