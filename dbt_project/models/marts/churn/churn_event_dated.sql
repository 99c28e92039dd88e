{{ config(schema="intermediate") }}

with
    events as (
        {% for definition in churn_definitions() -%}
            select * from {{ ref("churn_" ~ definition) }} {{ "union all" if not loop.last }}
        {% endfor -%}
    ),

    last_months as ({{ last_months() }}),

    parameters as (
        select
            events.*,
            last_parameters.churn_evidence_months,
            last_parameters.competition_outflow_share,
            cast(
                {{
                    dbt.dateadd(
                        "month",
                        "-cast(last_parameters.churn_evidence_months as integer)",
                        "events.event_date",
                    )
                }} as date
            ) as evidence_from
        from events
        inner join last_months on events.source_system = last_months.source_system
        inner join
            {{ ref("dim_parameter_monthly") }} as last_parameters
            on last_parameters.month_end_date
            = least({{ month_end("events.event_date") }}, last_months.last_month_end_date)
    ),

    -- what was there at the last month end before: of the account, or of all accounts
    amounts as (
        select
            parameters.*,
            months.month_end_date as before_date,
            case
                when parameters.definition_code = 'balance_attrition'
                then falls.before_mean_amount
                when parameters.definition_code = 'product_closure'
                then
                    case
                        when account_months.balance_side = 'deposit'
                        then
                            {{
                                rounded_product(
                                    converted(
                                        "account_months.end_balance_amount", "account_months.exchange_rate"
                                    ),
                                    "parameters.holder_weight",
                                )
                            }}
                    end
                else books.deposit_amount
            end as deposit_before_amount,
            case
                when parameters.definition_code = 'product_closure'
                then {{ rounded_product("loans.reporting_outstanding_amount", "parameters.holder_weight") }}
                else books.credit_amount
            end as credit_before_amount,
            case
                when parameters.definition_code = 'balance_attrition' then falls.deposit_amount
            end as deposit_after_amount
        from parameters
        left join
            {{ ref("fct_source_month") }} as months
            on parameters.source_system = months.source_system
            and months.month_end_date = {{ previous_month_end(month_end("parameters.event_date")) }}
        left join
            {{ ref("customer_book_monthly") }} as books
            on parameters.customer_key = books.customer_key
            and months.month_end_date = books.month_end_date
        left join
            {{ ref("customer_book_monthly") }} as falls
            on parameters.customer_key = falls.customer_key
            and parameters.fall_month_end_date = falls.month_end_date
        left join
            {{ ref("fct_account_month") }} as account_months
            on parameters.account_key = account_months.account_key
            and months.month_end_date = account_months.month_end_date
        left join
            {{ ref("fct_loan_monthly") }} as loans
            on parameters.account_key = loans.account_key
            and months.month_end_date = loans.month_end_date
    )

select
    *,
    case
        definition_code
        when 'silent'
        then 0
        when 'balance_attrition'
        then deposit_before_amount - deposit_after_amount
        else greatest(coalesce(deposit_before_amount, 0), 0)
    end as lost_deposit_amount
from amounts
