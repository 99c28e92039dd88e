{{ config(schema="intermediate") }}

with
    accounts as (
        select
            account_key,
            source_system,
            month_end_date,
            sum(atm_count + online_count + mobile_count) as self_directed_count,
            sum(atm_count + online_count + mobile_count + branch_count + phone_count) as transaction_count
        from {{ ref("fct_account_activity_monthly") }}
        group by account_key, source_system, month_end_date
    )

-- which holder of a joint account went to the branch is not known: its use counts for each
select
    holdings.customer_key,
    accounts.source_system,
    accounts.month_end_date,
    cast(sum(accounts.self_directed_count) as integer) as self_directed_count,
    cast(sum(accounts.transaction_count) as integer) as transaction_count
from {{ ref("fct_contribution_part_monthly") }} as holdings
inner join
    accounts
    on holdings.account_key = accounts.account_key
    and holdings.month_end_date = accounts.month_end_date
where holdings.customer_key <> -1 and holdings.account_key <> -1
group by holdings.customer_key, accounts.source_system, accounts.month_end_date
