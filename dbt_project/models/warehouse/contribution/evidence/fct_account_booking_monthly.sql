{{ config(materialized="view") }}

with
    interest as (
        select
            account_key,
            source_system,
            {{ month_end("booking_month") }} as month_end_date,
            currency_code,
            purpose_code,
            credit_debit_indicator,
            {{ signed_amount("amount", "credit_debit_indicator") }} as credited_amount
        from {{ ref("fct_transaction") }}
        where purpose_code in ('interest', 'penalty_interest')
    ),

    bookings as (
        select
            account_key,
            source_system,
            month_end_date,
            currency_code,
            'interest_income' as line_code,
            - credited_amount as amount
        from interest
        where purpose_code = 'penalty_interest' or credit_debit_indicator = 'DBIT'
        union all
        select
            account_key,
            source_system,
            month_end_date,
            currency_code,
            'penalty_interest' as line_code,
            - credited_amount as amount
        from interest
        where purpose_code = 'penalty_interest'
        union all
        select
            account_key,
            source_system,
            month_end_date,
            currency_code,
            'interest_expense' as line_code,
            credited_amount as amount
        from interest
        where purpose_code = 'interest' and credit_debit_indicator = 'CRDT'
        union all
        select
            account_key,
            source_system,
            {{ month_end("value_date") }} as month_end_date,
            currency_code,
            case fee_kind when 'fee' then 'fee_income' else 'fee_refund' end as line_code,
            amount
        from {{ ref("fct_fee") }}
    ),

    totals as (
        select
            account_key,
            source_system,
            month_end_date,
            line_code,
            currency_code,
            cast(sum(amount) as decimal(18, 2)) as booked_amount,
            cast(count(*) as integer) as booking_count
        from bookings
        group by account_key, source_system, month_end_date, line_code, currency_code
    )

select
    totals.account_key,
    totals.source_system,
    totals.month_end_date,
    totals.line_code,
    totals.currency_code,
    totals.booked_amount,
    totals.booking_count,
    {{ converted("totals.booked_amount", "rates.exchange_rate") }} as reporting_amount
from totals
left join
    {{ ref("fct_month_end_rate") }} as rates
    on totals.source_system = rates.source_system
    and totals.currency_code = rates.currency_code
    and totals.month_end_date = rates.month_end_date
