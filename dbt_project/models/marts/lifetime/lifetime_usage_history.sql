select
    histories.customer_key,
    histories.source_system,
    histories.fit_date,
    customers.origin_date,
    histories.frequency as transaction_count,
    cast(histories.recency_days as integer) as recency_days,
    cast(histories.age_days as integer) as age_days,
    histories.transactions_12m as year_transaction_count,
    customers.observed_months,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from {{ ref("lifetime_usage_input") }} as histories
inner join
    {{ ref("lifetime_fit_date") }} as dates
    on histories.source_system = dates.source_system
    and histories.fit_date = dates.fit_date
    and dates.is_current
inner join
    {{ ref("lifetime_customer") }} as customers
    on histories.source_system = customers.source_system
    and histories.fit_date = customers.fit_date
    and histories.customer_key = customers.customer_key
