-- Only what had been booked by each month end: the final status of a loan is known years later and is never
-- read.
-- Amount = instalment x duration for every loan, so an instalment repays principal alone; all fall due on a
-- 12th.
{% set due_day = 12 %}

with
    loan as (
        select
            *,
            {{ month_start("granted_date") }} as granted_month,
            case when extract(day from granted_date) < {{ due_day }} then 0 else 1 end as months_to_first_due
        from {{ ref("base_berka__loan") }}
        where problem_reason is null and granted_date <= business_date
    ),

    trans as (select * from {{ ref("base_berka__trans") }} where problem_reason is null),

    month as (
        select distinct {{ month_end("booking_date") }} as month_end_date
        from trans
        where {{ month_end("booking_date") }} <= business_date
    ),

    instalment as (select account_number, booking_date, amount from trans where purpose_symbol = 'UVER'),

    loan_month as (
        select
            loan.loan_number,
            month.month_end_date,
            count(instalment.amount) as paid_count,
            coalesce(sum(instalment.amount), 0) as paid_amount
        from loan
        inner join month on month.month_end_date >= loan.granted_date
        left join
            instalment
            on instalment.account_number = loan.account_number
            and instalment.booking_date between loan.granted_date and month.month_end_date
        group by loan.loan_number, month.month_end_date
    ),

    due as (
        select
            loan.*,
            loan_month.month_end_date,
            loan_month.paid_count,
            loan_month.paid_amount,
            least(
                loan.duration_months,
                {{ dbt.datediff("loan.granted_month", "loan_month.month_end_date", "month") }}
                + 1
                - loan.months_to_first_due
            ) as due_count
        from loan
        inner join loan_month on loan.loan_number = loan_month.loan_number
    ),

    oldest_unpaid as (
        select
            *,
            cast(
                {{ dbt.dateadd("month", "months_to_first_due + paid_count", "granted_month") }} as date
            ) as unpaid_month
        from due
    ),

    mapped as (
        select
            account_number,
            month_end_date,
            amount as original_amount,
            cast(greatest(amount - paid_amount, 0) as decimal(18, 2)) as outstanding_amount,
            cast(greatest(due_count - paid_count, 0) * instalment_amount as decimal(18, 2)) as arrears_amount,
            cast(
                case
                    when due_count > paid_count
                    then {{ dbt.datediff("unpaid_month", "month_end_date", "day") }} - {{ due_day - 1 }}
                    else 0
                end as integer
            ) as days_past_due,
            cast({{ dbt.dateadd("month", "duration_months", "granted_date") }} as date) as maturity_date,
            source_system,
            source_file_sha256,
            source_row_number,
            business_date,
            delivered_on
        from oldest_unpaid
    )

select {{ contract_select_list("loan", missing=["limit_amount"]) }}
from mapped
