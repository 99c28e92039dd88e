select
    customer_key,
    source_system,
    month_end_date,
    {{ reporting_currency() }} as currency_code,
    {{ contribution_measures() }}
from {{ ref("fct_contribution_customer_monthly") }}
