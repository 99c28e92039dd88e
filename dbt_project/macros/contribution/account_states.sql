{#
  The state of every account in every month in which it is open on a day or has money booked. The arguments name
  relations: versions has the columns of dim_account and, of its product, balance_side, day_count and tenor_months; the
  others have those of fct_source_month, account_activity, fct_fee, fct_account_balance_monthly, fct_loan_monthly and
  fct_month_end_rate.
#}
{% macro account_states(versions, months, activity, fees, balances, loans, rates) %}
    with
        accounts as (
            select
                accounts.account_key,
                accounts.account_version_key,
                accounts.source_system,
                accounts.product_key,
                accounts.branch_key,
                accounts.currency_code,
                accounts.balance_side,
                accounts.day_count,
                accounts.tenor_months,
                months.month_end_date,
                months.has_fees,
                months.has_risks,
                months.has_costs,
                accounts.opened_date <= months.month_end_date
                and coalesce(accounts.closed_date, {{ open_end_date() }})
                >= months.month_start_date as is_open,
                accounts.opened_date <= months.month_end_date
                and coalesce(accounts.closed_date, {{ open_end_date() }})
                > months.month_end_date as is_open_at_month_end
            from {{ versions }} as accounts
            inner join
                {{ months }} as months
                on accounts.source_system = months.source_system
                and {{ valid_on("accounts", "months.month_end_date") }}
        ),

        -- money booked on an account before it opens or after it closes still counts
        strays as (
            select distinct movements.account_key, movements.month_end_date
            from
                (
                    select account_key, month_end_date
                    from {{ activity }}
                    union all
                    select account_key, {{ month_end("value_date") }} as month_end_date
                    from {{ fees }}
                ) as movements
            inner join
                accounts
                on movements.account_key = accounts.account_key
                and movements.month_end_date = accounts.month_end_date
                and not accounts.is_open
        )

    -- a loan on a deposit account (attached) has no interest of its own in the books
    select
        accounts.account_key,
        accounts.account_version_key,
        accounts.product_key,
        accounts.branch_key,
        accounts.source_system,
        accounts.month_end_date,
        accounts.currency_code,
        accounts.balance_side,
        accounts.day_count,
        accounts.tenor_months,
        accounts.is_open,
        accounts.is_open_at_month_end,
        balances.average_balance_amount,
        balances.end_balance_amount,
        rates.exchange_rate,
        accounts.has_fees,
        accounts.has_risks,
        accounts.has_costs,
        coalesce(loans.outstanding_amount, 0) > 0 and accounts.balance_side <> 'loan' as has_attached_loan,
        coalesce(loans.outstanding_amount, 0) > 0
        or (accounts.balance_side = 'loan' and coalesce(balances.end_balance_amount, 0) <> 0) as is_exposed
    from accounts
    left join
        strays
        on accounts.account_key = strays.account_key
        and accounts.month_end_date = strays.month_end_date
    left join
        {{ balances }} as balances
        on accounts.account_key = balances.account_key
        and accounts.month_end_date = balances.month_end_date
    left join
        {{ loans }} as loans
        on accounts.account_key = loans.account_key
        and accounts.month_end_date = loans.month_end_date
    left join
        {{ rates }} as rates
        on accounts.source_system = rates.source_system
        and accounts.currency_code = rates.currency_code
        and accounts.month_end_date = rates.month_end_date
    where accounts.is_open or strays.account_key is not null
{% endmacro %}
