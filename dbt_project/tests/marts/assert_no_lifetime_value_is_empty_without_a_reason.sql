-- A value that is empty, or 0 for want of business, misleads whoever does not
-- learn why; a closed customer is worth nothing, and the mart says so.
{{ config(meta={"dagster": {"ref": {"name": "customer_lifetime_value"}}}) }}
select
values.customer_key
from {{ ref("customer_lifetime_value") }} as
values
left join {{ ref("dim_customer") }} as customers on
values.customer_key = customers.customer_key and customers.is_current
where
    (
        values
            .reason is null
            and (
                values.lifetime_value_finite_amount is null or
                values.lifetime_value_perpetuity_amount is null or
                values.lifetime_value_undiscounted_amount is null or
                values.recommended_lifetime_value_amount is null or
                values.lifetime_value_lower_90_amount is null or
                values.alive_probability is null or
                values.expected_remaining_months is null
            )
    )
    or
values
    .recommendation_reason is null
    or (
        customers.closed_date
        <= values
            .fit_date
            and (
                values.reason is null or
                values.lifetime_value_finite_amount <> 0 or
                values.lifetime_value_perpetuity_amount <> 0 or
                values.recommended_lifetime_value_amount <> 0
            )
    )
