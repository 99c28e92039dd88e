{#
  Interest and fees that are booked per account and month, in the reporting currency at the rate of the month end.
  activity, fees and rates name relations with the columns of account_activity, fct_fee and fct_month_end_rate.
#}
{% macro account_booked_lines(activity, fees, rates) %}
    with
        movements as (
            select
                account_key,
                source_system,
                month_end_date,
                currency_code,
                interest_charged_amount + penalty_interest_amount as interest_income_amount,
                penalty_interest_amount,
                interest_paid_amount,
                0 as fee_income_amount,
                0 as fee_refund_amount
            from {{ activity }}
            union all
            select
                account_key,
                source_system,
                {{ month_end("value_date") }} as month_end_date,
                currency_code,
                0 as interest_income_amount,
                0 as penalty_interest_amount,
                0 as interest_paid_amount,
                sum(case when fee_kind = 'fee' then amount else 0 end) as fee_income_amount,
                sum(case when fee_kind = 'refund' then amount else 0 end) as fee_refund_amount
            from {{ fees }}
            group by account_key, source_system, {{ month_end("value_date") }}, currency_code
        )

    select
        movements.account_key,
        movements.source_system,
        movements.month_end_date,
        {%- for line in [
            "interest_income",
            "penalty_interest",
            "interest_paid",
            "fee_income",
            "fee_refund",
        ] %}
            cast(
                sum({{ converted("movements." ~ line ~ "_amount", "rates.exchange_rate") }}) as decimal(18, 2)
            ) as {{ line }}_amount,
        {%- endfor %}
        count(*) = count(rates.exchange_rate) as is_convertible
    from movements
    left join
        {{ rates }} as rates
        on movements.source_system = rates.source_system
        and movements.currency_code = rates.currency_code
        and movements.month_end_date = rates.month_end_date
    where movements.month_end_date <= {{ as_of_date() }}
    group by movements.account_key, movements.source_system, movements.month_end_date
{% endmacro %}
