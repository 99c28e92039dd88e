{#
  What is booked on accounts in a month, per account and currency of booking. transactions names a relation with the
  columns of fct_transaction.
#}
{% macro account_activity(transactions) %}
    {% set driven = "purpose_code not in ('interest', 'fee', 'fee_refund')" %}
    select
        account_key,
        source_system,
        currency_code,
        booking_month,
        {{ month_end("booking_month") }} as month_end_date,
        {%- for channel in driven_channels() %}
            cast(
                sum(case when channel_code = '{{ channel }}' and {{ driven }} then 1 else 0 end) as integer
            ) as {{ channel }}_count,
        {%- endfor %}
        cast(sum(case when is_customer_initiated then 1 else 0 end) as integer) as customer_initiated_count,
        cast(count(*) as integer) as transaction_count,
        {%- for indicator, side in [("DBIT", "charged"), ("CRDT", "paid")] %}
            cast(
                sum(
                    case
                        when purpose_code = 'interest' and credit_debit_indicator = '{{ indicator }}'
                        then amount
                        else 0
                    end
                ) as decimal(18, 2)
            ) as interest_{{ side }}_amount,
        {%- endfor %}
        cast(
            sum(
                case
                    when purpose_code = 'penalty_interest' and credit_debit_indicator = 'DBIT'
                    then amount
                    when purpose_code = 'penalty_interest'
                    then - amount
                    else 0
                end
            ) as decimal(18, 2)
        ) as penalty_interest_amount,
        cast(sum({{ signed_amount("amount", "credit_debit_indicator") }}) as decimal(18, 2)) as net_amount,
        -- unknown where the rate of one of them is
        case
            when count(*) = count(reporting_amount)
            then
                cast(sum({{ signed_amount("reporting_amount", "credit_debit_indicator") }}) as decimal(18, 2))
        end as net_reporting_amount
    from {{ transactions }}
    group by account_key, source_system, currency_code, booking_month
{% endmacro %}
