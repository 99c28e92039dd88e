-- A longer horizon can only add to the value of a profitable customer; where it does not, the model is wrong.
select
    customer_key,
    lifetime_value_finite_amount,
    lifetime_value_perpetuity_amount,
    lifetime_value_undiscounted_amount
from {{ ref("customer_lifetime_value") }}
where
    abs(lifetime_value_finite_amount) > abs(lifetime_value_perpetuity_amount)
    or abs(lifetime_value_finite_amount) > abs(lifetime_value_undiscounted_amount)
