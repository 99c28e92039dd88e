select
    inputs.customer_key,
    inputs.source_system,
    inputs.fit_date,
    inputs.product_key,
    products.product_group,
    {{ reporting_currency() }} as currency_code,
    {%- for measure in [
        "balance_level",
        "balance_trend",
        "margin_level",
        "margin_trend",
        "loss_level",
        "service_level",
    ] %}
        cast(inputs.{{ measure }}_amount as decimal(18, 2)) as {{ measure }}_amount,
    {%- endfor %}
    cast(inputs.monthly_default_rate as decimal(12, 8)) as monthly_default_rate,
    cast(inputs.net_share as decimal(12, 8)) as net_share,
    inputs.observed_months,
    inputs.oldest_contract_months,
    inputs.remaining_months,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from {{ ref("lifetime_contribution_input") }} as inputs
inner join
    {{ ref("lifetime_fit_date") }} as dates
    on inputs.source_system = dates.source_system
    and inputs.fit_date = dates.fit_date
    and dates.is_current
left join {{ ref("dim_product") }} as products on inputs.product_key = products.product_key
