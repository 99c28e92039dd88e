{{ config(schema="intermediate") }}

with
    touched as (select account_key, month_end_date from {{ ref("published_account") }}),

    bookings as (
        {%- set columns = [
            "source_system",
            "account_key",
            "booking_date",
            "booking_month",
            "credit_debit_indicator",
            "amount",
            "currency_code",
            "channel_code",
            "purpose_code",
            "is_customer_initiated",
        ] %}
        select {% for column in columns %} transactions.{{ column }}, {% endfor %} touched.month_end_date
        from {{ ref("fct_transaction") }} as transactions
        inner join
            touched
            on transactions.account_key = touched.account_key
            and transactions.booking_month = {{ month_start("touched.month_end_date") }}
        left join
            {{ ref("late_transaction") }} as late
            on transactions.transaction_key = late.transaction_key
            and touched.month_end_date = late.closed_month_end_date
        where late.transaction_key is null
        union all
        select {% for column in columns %} late.{{ column }}, {% endfor %} late.month_end_date
        from {{ ref("late_transaction") }} as late
        inner join
            touched on late.account_key = touched.account_key and late.month_end_date = touched.month_end_date
        where late.is_published and late.month_end_date = late.closed_month_end_date
    )

select bookings.*, {{ reporting_amount("bookings.amount", "bookings.currency_code") }} as reporting_amount
from bookings
left join
    {{ ref("published_rate") }} as rate
    on bookings.source_system = rate.source_system
    and bookings.currency_code = rate.currency_code
    and bookings.month_end_date = rate.closed_month_end_date
    and bookings.booking_date = rate.rate_date
