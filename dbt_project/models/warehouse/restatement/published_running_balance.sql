{{ config(schema="intermediate", materialized="view") }}

with
    accounts as (
        select accounts.*, months.has_balances, months.month_start_date
        from {{ ref("published_account") }} as accounts
        inner join
            {{ ref("closed_month") }} as months
            on accounts.source_system = months.source_system
            and accounts.month_end_date = months.month_end_date
    ),

    wanted as (
        select *, month_end_date as balance_date
        from accounts
        union all
        select *, cast({{ dbt.dateadd("day", -1, "month_start_date") }} as date) as balance_date
        from accounts
        where currency_code <> {{ reporting_currency() }}
    ),

    -- what came late changes the running balance; what did not is in the balance of now
    late as (
        select
            wanted.account_key,
            wanted.month_end_date,
            wanted.balance_date,
            sum(
                case when late.is_published then 1 else 0 end - case when late.is_restated then 1 else 0 end
            ) as transaction_count,
            sum(
                {{ signed_amount("late.amount", "late.credit_debit_indicator") }} * (
                    case when late.is_published then 1 else 0 end
                    - case when late.is_restated then 1 else 0 end
                )
            ) as net_amount
        from wanted
        inner join
            {{ ref("late_transaction") }} as late
            on wanted.account_key = late.account_key
            and wanted.month_end_date = late.closed_month_end_date
            and late.booking_date <= wanted.balance_date
        group by wanted.account_key, wanted.month_end_date, wanted.balance_date
    ),

    bookings as (
        select
            wanted.account_key,
            wanted.month_end_date,
            wanted.balance_date,
            sum(activity.transaction_count) as transaction_count,
            sum(activity.net_amount) as net_amount
        from wanted
        inner join
            {{ ref("fct_account_activity_monthly") }} as activity
            on wanted.account_key = activity.account_key
            and wanted.source_system = activity.source_system
            and activity.month_end_date <= wanted.balance_date
        group by wanted.account_key, wanted.month_end_date, wanted.balance_date
    )

select
    wanted.*,
    cast(
        coalesce(bookings.net_amount, 0) + coalesce(late.net_amount, 0) as decimal(18, 2)
    ) as running_balance_amount,
    coalesce(bookings.transaction_count, 0) + coalesce(late.transaction_count, 0) as transaction_count
from wanted
left join
    late
    on wanted.account_key = late.account_key
    and wanted.month_end_date = late.month_end_date
    and wanted.balance_date = late.balance_date
left join
    bookings
    on wanted.account_key = bookings.account_key
    and wanted.month_end_date = bookings.month_end_date
    and wanted.balance_date = bookings.balance_date
