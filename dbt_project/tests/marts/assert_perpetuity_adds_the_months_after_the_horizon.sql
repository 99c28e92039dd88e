-- What comes after the horizon has the sign of its last month: where a
-- contract still earns, a longer horizon can only add to the value. Of what
-- can default, loss and margin end sooner than fees and costs do, so that
-- the sign may turn.
{{ config(meta={"dagster": {"ref": {"name": "lifetime_estimate"}}}) }}
select
    estimates.customer_key,
    estimates.product_key,
    estimates.finite_amount,
    estimates.perpetuity_amount,
    estimates.last_month_amount
from {{ ref("lifetime_estimate") }} as estimates
inner join
    {{ ref("lifetime_estimate_part") }} as parts
    on estimates.source_system = parts.source_system
    and estimates.fit_date = parts.fit_date
    and estimates.customer_key = parts.customer_key
    and estimates.product_key = parts.product_key
where
    parts.monthly_default_rate = 0
    and (estimates.perpetuity_amount - estimates.finite_amount) * sign(estimates.last_month_amount) < 0
