with measures as ({{ holdout_measures(ref("lifetime_forecast"), ["fit_date"]) }})

select
    source_system,
    fit_date,
    customer_type,
    contribution_class,
    {{ reporting_currency() }} as currency_code,
    cast(outcome_months as integer) as outcome_months,
    cast(customer_count as bigint) as customer_count,
    {{ holdout_columns("measures") }},
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from measures
