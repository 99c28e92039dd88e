{{ config(materialized="view") }}

with
    flows as (
        select
            source_system,
            account_key,
            booking_month,
            max(booking_date) as last_booking_date,
            sum({{ signed_amount("amount", "credit_debit_indicator") }}) as net_amount,
            sum({{ amount_days("amount", "credit_debit_indicator", "booking_date") }}) as amount_days
        from {{ ref("fct_transaction") }}
        where
            account_key <> -1
            and source_system not in (select source_system from {{ ref("contract_account_balance") }})
        group by source_system, account_key, booking_month
    ),
    running as (
        select
            *,
            cast(sum(net_amount) over in_order as decimal(18, 2)) as running_balance_amount,
            coalesce(lead(booking_month) over in_order, {{ open_end_date() }}) as next_booking_month
        from flows
        window in_order as (partition by account_key order by booking_month)
    ),
    -- The order of bookings within a day is not delivered: the balance reported nearest to the sum is its
    -- last.
    reported as (
        select
            running.account_key,
            running.booking_month,
            booking.reported_balance_amount,
            row_number() over (
                partition by running.account_key, running.booking_month
                order by
                    abs(booking.reported_balance_amount - running.running_balance_amount),
                    booking.transaction_key
            ) as nearness
        from running
        inner join
            {{ ref("fct_transaction") }} as booking
            on running.account_key = booking.account_key
            and running.last_booking_date = booking.booking_date
        where booking.reported_balance_amount is not null
    ),
    month_ends as (
        select month_start_date, month_end_date, days_in_month
        from {{ ref("dim_date") }}
        where is_month_end and date_day <= {{ as_of_date() }}
    ),
    balances as (
        select
            running.source_system,
            running.account_key,
            month_ends.month_end_date,
            running.running_balance_amount,
            case
                when running.booking_month = month_ends.month_start_date
                then
                    {{
                        derived_average_balance(
                            "running.running_balance_amount",
                            "running.net_amount",
                            "running.amount_days",
                            "month_ends.days_in_month",
                        )
                    }}
                else running.running_balance_amount
            end as average_balance_amount,
            reported.reported_balance_amount - running.running_balance_amount as balance_difference_amount
        from running
        inner join
            month_ends
            on month_ends.month_start_date >= running.booking_month
            and month_ends.month_start_date < running.next_booking_month
        left join
            reported
            on running.account_key = reported.account_key
            and running.booking_month = reported.booking_month
            and reported.nearness = 1
    )
select
    balances.source_system,
    balances.account_key,
    account.account_version_key,
    balances.month_end_date,
    account.currency_code,
    balances.running_balance_amount,
    cast(balances.average_balance_amount as decimal(18, 2)) as average_balance_amount,
    balances.balance_difference_amount
from balances
inner join
    {{ ref("dim_account") }} as account
    on balances.account_key = account.account_key
    and {{ valid_on("account", "balances.month_end_date") }}
