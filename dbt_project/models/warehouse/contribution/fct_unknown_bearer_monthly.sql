{{ config(schema="intermediate") }}

with
    bearers as (
        -- accounts of which no holder is known
        select
            source_system,
            month_end_date,
            'unknown_customer' as item_code,
            interest_income_amount,
            interest_expense_amount,
            coalesce(ftp_credit_amount, 0) - coalesce(ftp_charge_amount, 0) as funds_amount,
            fee_income_amount,
            fee_refund_amount,
            return_on_capital_amount,
            expected_loss_amount,
            operating_cost_amount,
            tax_amount,
            revaluation_difference_amount
        from {{ ref("fct_contribution_part_monthly") }}
        where customer_key = -1
        union all
        -- bookings on accounts that no file has told of: nothing else is known of them
        select
            booked.source_system,
            booked.month_end_date,
            'unknown_account' as item_code,
            booked.interest_income_amount,
            booked.interest_paid_amount as interest_expense_amount,
            0 as funds_amount,
            booked.fee_income_amount,
            booked.fee_refund_amount,
            0 as return_on_capital_amount,
            0 as expected_loss_amount,
            0 as operating_cost_amount,
            {{
                rounded_product(
                    "booked.interest_income_amount - booked.interest_paid_amount"
                    ~ " + booked.fee_income_amount - booked.fee_refund_amount",
                    "parameters.tax_rate",
                )
            }} as tax_amount,
            0 as revaluation_difference_amount
        from {{ ref("fct_account_booked_lines_monthly") }} as booked
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters
            on booked.month_end_date = parameters.month_end_date
        where booked.account_key = -1
    ),

    totals as (
        select
            source_system,
            month_end_date,
            item_code,
            sum(funds_amount) as funds_amount
            {%- for line in ledger_lines() if not line.made_of %}
                , sum(coalesce({{ line.name }}_amount, 0)) as {{ line.name }}_amount
            {%- endfor %}
        from bearers
        group by source_system, month_end_date, item_code
    ),

    with_interest as (
        select
            *, interest_income_amount - interest_expense_amount + funds_amount as net_interest_income_amount
        from totals
    ),

    with_income as (
        select
            *,
            net_interest_income_amount
            + fee_income_amount
            - fee_refund_amount
            + return_on_capital_amount
            - expected_loss_amount
            - operating_cost_amount
            - tax_amount as net_income_amount
        from with_interest
    )

select
    source_system,
    month_end_date,
    item_code
    {%- for line in ledger_lines() %}
        , cast({{ line.name }}_amount as decimal(18, 2)) as {{ line.name }}_amount
    {%- endfor %}
from with_income
