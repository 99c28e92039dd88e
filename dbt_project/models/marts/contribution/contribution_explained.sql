{{ config(materialized="view") }}

with
    explained as (
        select
            statement.*,
            shares.customer_key is not null as is_measured,
            coalesce(shares.level_code, 'customer') as level_code,
            coalesce(shares.account_key, -1) as account_key,
            products.product_group,
            shares.activity_code,
            shares.holder_weight,
            shares.is_primary,
            shares.amount as share_amount,
            shares.basis as share_basis,
            shares.account_amount,
            inputs.currency_code as account_currency_code,
            inputs.has_attached_loan,
            {{ input_currency() }} as input_currency_code,
            rates.exchange_rate,
            rates.valid_from as exchange_rate_valid_from,
            rates.valid_to as exchange_rate_valid_to,
            shares.booked_amount,
            shares.booking_count,
            {{ inputs_of_lines() }},
            shares.driver_code,
            shares.units,
            shares.minutes_per_unit,
            shares.minutes,
            shares.resource_pool,
            shares.pool_cost_amount,
            shares.pool_capacity_minutes,
            shares.activity_valid_from,
            shares.activity_valid_to,
            parameters.value as parameter_value,
            parameters.valid_from as parameter_valid_from,
            parameters.valid_to as parameter_valid_to
        from {{ ref("customer_contribution_line_monthly") }} as statement
        left join
            {{ ref("fct_contribution_share_monthly") }} as shares
            on statement.customer_key = shares.customer_key
            and statement.month_end_date = shares.month_end_date
            and statement.line_code = shares.line_code
        left join {{ ref("dim_product") }} as products on shares.product_key = products.product_key
        left join
            {{ ref("fct_account_input_monthly") }} as inputs
            on shares.account_key = inputs.account_key
            and statement.month_end_date = inputs.month_end_date
        left join
            {{ ref("fct_month_end_rate") }} as rates
            on statement.source_system = rates.source_system
            and {{ input_currency() }} = rates.currency_code
            and statement.month_end_date = rates.month_end_date
        left join
            {{ ref("dim_parameter") }} as parameters
            on statement.reference_code = parameters.parameter_code
            and {{ valid_on("parameters", "statement.month_end_date") }}
    ),

    with_basis as (
        select
            *,
            case when is_measured then share_amount else amount end as explained_amount,
            case when is_measured then share_basis else basis end as explained_basis
        from explained
    )

select
    customer_key,
    source_system,
    month_end_date,
    line_code,
    sort_order,
    label_en,
    label_zh,
    line_kind,
    sign_in_net_income,
    level_code,
    account_key,
    product_group,
    activity_code,
    input_currency_code,
    currency_code,
    explained_amount as amount,
    result_rate,
    explained_basis as basis,
    {{ missing_reason() }} as missing_reason,
    holder_weight,
    is_primary,
    account_amount,
    account_currency_code,
    exchange_rate,
    exchange_rate_valid_from,
    exchange_rate_valid_to,
    {%- for column in explained_inputs() %} {{ column }}, {%- endfor %}
    rule_code,
    formula_en,
    formula_zh,
    rule_source,
    rule_valid_from,
    rule_valid_to,
    reference_table,
    {{ reference_row() }},
    as_of_date,
    batch_id
from with_basis
