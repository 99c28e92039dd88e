with
    classes as (
        select classes.*
        from {{ ref("customer_class_monthly") }} as classes
        inner join
            ({{ last_months() }}) as last_months
            on classes.source_system = last_months.source_system
            and classes.month_end_date = last_months.last_month_end_date
    ),

    priced as (
        select
            classes.customer_key,
            classes.source_system,
            classes.month_end_date,
            classes.class_code,
            results.month_count,
            results.net_income_amount,
            results.capital_charge_amount,
            results.economic_profit_amount,
            results.missing_lines,
            results.contact_minutes,
            case
                when classes.class_code = 'restricted' then results.required_income_amount
            end as required_income_amount,
            loans.loan_balance_year_amount,
            loans.loan_interest_amount,
            loans.loan_ftp_charge_amount,
            case
                when classes.class_code <> 'restricted'
                then 'not_restricted'
                when results.economic_profit_amount is null
                then 'economic_profit_missing'
                when coalesce(loans.loan_balance_year_amount, 0) <= 0
                then 'no_loan_balance'
                when loans.loan_interest_amount is null
                then 'loan_interest_missing'
            end as floor_missing_reason
        from classes
        left join {{ ref("customer_result_year") }} as results on classes.customer_key = results.customer_key
        left join {{ ref("loan_price_year") }} as loans on classes.customer_key = loans.customer_key
    )

select
    priced.customer_key,
    priced.source_system,
    priced.month_end_date,
    wallets.customer_type,
    {{ reporting_currency() }} as currency_code,
    priced.class_code,
    strategies.class_rank,
    strategies.resource_stance_code,
    strategies.resources_en,
    strategies.resources_zh,
    strategies.strategy_en,
    strategies.strategy_zh,
    strategies.recommended_action_en,
    strategies.recommended_action_zh,
    exits.customer_key is not null as is_to_be_exited,
    managers.employee_key,
    priced.contact_minutes,
    wallets.own_balance_amount,
    wallets.income_source,
    wallets.income_date,
    wallets.estimated_wallet_amount,
    wallets.share_of_wallet_rate,
    wallets.potential_amount,
    wallets.wallet_missing_reason,
    priced.month_count,
    priced.net_income_amount,
    priced.capital_charge_amount,
    priced.economic_profit_amount,
    priced.missing_lines,
    priced.loan_balance_year_amount,
    priced.loan_interest_amount,
    priced.loan_ftp_charge_amount,
    priced.required_income_amount,
    {% for column, charge in {"floor_margin": "priced.loan_ftp_charge_amount", "floor_price": "0"}.items() -%}
        case
            when priced.floor_missing_reason is null
            then
                {{
                    yearly_rate(
                        "priced.loan_interest_amount + priced.required_income_amount - " ~ charge,
                        "priced.loan_balance_year_amount",
                    )
                }}
        end as {{ column }}_rate,
    {% endfor -%}
    priced.floor_missing_reason,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from priced
inner join
    {{ ref("customer_wallet_monthly") }} as wallets
    on priced.customer_key = wallets.customer_key
    and priced.month_end_date = wallets.month_end_date
left join
    {{ ref("class_strategy") }} as strategies
    on priced.class_code = strategies.class_code
    and {{ valid_on("strategies", "priced.month_end_date") }}
left join
    {{ ref("bridge_customer_manager") }} as managers
    on priced.customer_key = managers.customer_key
    and {{ valid_on("managers", "priced.month_end_date") }}
left join
    {{ ref("resource_call_back") }} as exits
    on priced.customer_key = exits.customer_key
    and exits.exit_code = 'to_be_exited'
