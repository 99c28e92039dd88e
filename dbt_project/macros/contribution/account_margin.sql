{#
  What the funds-transfer-price curve charges and credits per account and month. states and rates name relations with
  the columns of fct_account_month and fct_ftp_rate_monthly.
#}
{% macro account_margin(states, rates) %}
    with
        account_months as (
            select
                states.*,
                {{ interest_days("states") }} as interest_days,
                {{ year_days("states") }} as year_days
            from {{ states }} as states
            where states.balance_side <> 'none'
        ),

        margins as (
            select
                account_months.account_key,
                account_months.source_system,
                account_months.month_end_date,
                account_months.balance_side,
                account_months.average_balance_amount,
                account_months.exchange_rate,
                rates.ftp_rate,
                rates.ftp_basis,
                {{
                    rounded_ratio(
                        [
                            ["account_months.average_balance_amount", 2],
                            ["rates.ftp_rate", 8],
                            ["account_months.interest_days", 0],
                        ],
                        [["account_months.year_days", 0]],
                    )
                }} as ftp_amount
            from account_months
            left join
                {{ rates }} as rates
                on account_months.source_system = rates.source_system
                and account_months.currency_code = rates.currency_code
                and account_months.tenor_months = rates.tenor_months
                and account_months.month_end_date = rates.month_end_date
        )

    select
        account_key,
        source_system,
        month_end_date,
        balance_side,
        average_balance_amount,
        ftp_rate,
        case ftp_basis when 'booked' then 'derived' else ftp_basis end as ftp_basis,
        case
            when balance_side = 'loan' then {{ converted("-ftp_amount", "exchange_rate") }} else 0
        end as ftp_charge_amount,
        case
            when balance_side = 'deposit' then {{ converted("ftp_amount", "exchange_rate") }} else 0
        end as ftp_credit_amount
    from margins
{% endmacro %}
