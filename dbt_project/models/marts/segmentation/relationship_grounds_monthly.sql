{{ config(schema="intermediate") }}

with
    arrears as (
        select holders.customer_key, loans.month_end_date, max(loans.days_past_due) as days_past_due
        from {{ ref("fct_loan_monthly") }} as loans
        inner join
            {{ ref("bridge_account_holder") }} as holders
            on loans.account_key = holders.account_key
            and {{ valid_on("holders", "loans.month_end_date") }}
        where holders.customer_key <> -1
        group by holders.customer_key, loans.month_end_date
    ),

    open_complaints as (
        select customers.customer_key, customers.month_end_date, min(complaints.opened_date) as opened_date
        from {{ ref("customer_month_end") }} as customers
        inner join
            {{ ref("fct_complaint") }} as complaints
            on customers.customer_key = complaints.customer_key
            and customers.month_end_date >= complaints.opened_date
            and customers.month_end_date < coalesce(complaints.closed_date, {{ open_end_date() }})
        group by customers.customer_key, customers.month_end_date
    )

select
    years.customer_key,
    years.source_system,
    years.month_end_date,
    years.deposit_amount,
    years.balance_amount,
    years.quarter_transaction_count,
    years.quarter_month_count,
    years.year_ago_transaction_count,
    years.year_ago_month_count,
    arrears.days_past_due,
    open_complaints.opened_date as complaint_opened_date,
    cast(
        {{ dbt.datediff("open_complaints.opened_date", "years.month_end_date", "day") }} as integer
    ) as open_complaint_days,
    incomes.income_date,
    {{ rounded_product("incomes.wealth_amount", "rates.exchange_rate") }} as wallet_amount
from {{ ref("relationship_year_monthly") }} as years
left join
    arrears on years.customer_key = arrears.customer_key and years.month_end_date = arrears.month_end_date
left join
    open_complaints
    on years.customer_key = open_complaints.customer_key
    and years.month_end_date = open_complaints.month_end_date
left join
    {{ ref("fct_customer_income") }} as incomes
    on years.customer_key = incomes.customer_key
    and years.month_end_date >= incomes.income_date
    and years.month_end_date < incomes.next_income_date
    and incomes.wealth_amount > 0
left join
    {{ ref("fct_month_end_rate") }} as rates
    on incomes.source_system = rates.source_system
    and incomes.currency_code = rates.currency_code
    and years.month_end_date = rates.month_end_date
