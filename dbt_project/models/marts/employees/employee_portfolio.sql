with
    portfolios as (
        select employee_key, source_system, month_end_date
        from {{ ref("manager_customer_flow_monthly") }}
        union
        select employee_key, source_system, month_end_date
        from {{ ref("manager_contribution_monthly") }}
    ),

    joined as (
        select
            portfolios.*,
            coalesce(flows.customer_count, 0) as customer_count,
            flows.won_count,
            flows.lost_count,
            flows.in_count,
            flows.out_count,
            portfolios.month_end_date = first_months.month_end_date as is_first_month,
            portfolios.month_end_date = first_months.last_month_end_date as is_last_month,
            amounts.deposit_amount,
            amounts.exposure_amount,
            amounts.lifetime_value_amount,
            coalesce(amounts.lifetime_value_customer_count, 0) as lifetime_value_customer_count,
            money.net_income_amount,
            money.economic_profit_amount,
            money.missing_lines,
            coalesce(voices.response_count, 0) as response_count,
            coalesce(voices.satisfied_count, 0) as satisfied_count,
            coalesce(complaints.customer_months, 0) as customer_months,
            coalesce(complaints.complaint_count, 0) as complaint_count,
            quantiles.value as z,
            minima.value as minimum_responses
        from portfolios
        inner join
            (
                select
                    source_system,
                    min(month_end_date) as month_end_date,
                    max(month_end_date) as last_month_end_date
                from {{ ref("fct_source_month") }}
                group by source_system
            ) as first_months
            on portfolios.source_system = first_months.source_system
        {%- for name, model in [
                ("flows", "manager_customer_flow_monthly"),
                ("amounts", "manager_portfolio_value_monthly"),
                ("money", "manager_contribution_monthly"),
                ("voices", "manager_customer_voice_monthly"),
                ("complaints", "manager_complaint_year_monthly"),
            ] %}
            left join
                {{ ref(model) }} as {{ name }}
                on portfolios.employee_key = {{ name }}.employee_key
                and portfolios.source_system = {{ name }}.source_system
                and portfolios.month_end_date = {{ name }}.month_end_date
        {%- endfor %}
            {{
                join_parameters(
                    {"quantiles": "confidence_z", "minima": "satisfaction_minimum_responses"},
                    "portfolios.month_end_date",
                )
            }}
    )

select
    employee_key,
    source_system,
    month_end_date,
    {{ reporting_currency() }} as currency_code,
    customer_count,
    {%- for flow in ["won", "lost", "in", "out"] %}
        case
            when not is_first_month then coalesce({{ flow }}_count, 0)
        end as {{ "moved_" if flow in ["in", "out"] }}{{ flow }}_count,
    {%- endfor %}
    case when is_first_month then 'nothing is known of the month before' end as flow_missing_reason,
    coalesce(deposit_amount, 0) as deposit_amount,
    coalesce(exposure_amount, 0) as exposure_amount,
    coalesce(net_income_amount, 0) as net_income_amount,
    case
        when missing_lines is null then coalesce(economic_profit_amount, 0) else economic_profit_amount
    end as economic_profit_amount,
    missing_lines,
    lifetime_value_amount,
    lifetime_value_customer_count,
    case
        when not is_last_month
        then 'value is fitted at the last month end alone'
        when lifetime_value_customer_count = 0
        then 'no customer has a value'
    end as lifetime_value_missing_reason,
    response_count,
    satisfied_count,
    cast(satisfied_count / nullif(cast(response_count as double), 0) as decimal(12, 8)) as satisfied_share,
    {%- for side in ["lower", "upper"] %}
        cast(
            {{ wilson_bound("satisfied_count", "response_count", "z", side) }} as decimal(12, 8)
        ) as satisfied_{{ side }}_bound,
    {%- endfor %}
    response_count < minimum_responses as is_too_small,
    case when response_count = 0 then 'nobody answered within twelve months' end as satisfied_missing_reason,
    customer_months,
    complaint_count,
    cast(
        1000 * complaint_count / nullif(cast(customer_months as double), 0) as decimal(18, 4)
    ) as complaints_per_1000_customer_months,
    case when customer_months = 0 then 'no customer at a month end' end as complaints_missing_reason,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from joined
