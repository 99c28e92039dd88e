-- Tax is split over the parts of a customer so that every view of the
-- money adds up; the customer's own tax must still be its income times
-- the rate, rounded once, and so must the charge for capital.
{{ config(meta={"dagster": {"ref": {"name": "customer_contribution_monthly"}}}) }}

select customers.customer_key, customers.month_end_date, customers.tax_amount, customers.capital_charge_amount
from {{ ref("customer_contribution_monthly") }} as customers
inner join
    {{ ref("dim_parameter_monthly") }} as parameters on customers.month_end_date = parameters.month_end_date
where
    customers.tax_amount <> {{ rounded_product("customers.pre_tax_income_amount", "parameters.tax_rate") }}
    or customers.capital_charge_amount
    <> {{
        rounded_ratio(
            [["customers.economic_capital_amount", 2], ["parameters.hurdle_rate", 8]], [["12", 0]]
        )
    }}
