with
    -- treasury receives what loans are charged for funds and pays what deposits are credited
    treasury as (
        select
            source_system,
            month_end_date,
            sum(coalesce(ftp_charge_amount, 0) - coalesce(ftp_credit_amount, 0)) as amount
        from {{ ref("fct_contribution_account_monthly") }}
        group by source_system, month_end_date
    ),

    unused as (
        select source_system, month_end_date, sum(unused_cost_amount) as amount
        from {{ ref("fct_capacity_monthly") }}
        group by source_system, month_end_date
    ),

    -- accounts of which no holder is known belong to the unknown customer
    ownerless as (
        select
            source_system,
            month_end_date,
            'unknown_customer' as item_code
            {%- for line in contribution_lines() %}
                , coalesce({{ line }}_amount, 0) as {{ line }}
            {%- endfor %}
        from {{ ref("fct_contribution_part_monthly") }}
        where customer_key = -1
        union all
        -- bookings on accounts that no file has told of
        select
            source_system,
            month_end_date,
            'unknown_account' as item_code
            {%- for line, column in {
                "interest_income": "interest_income_amount",
                "penalty_interest": "penalty_interest_amount",
                "interest_expense": "interest_paid_amount",
                "ftp_charge": "0",
                "ftp_credit": "0",
                "fee_income": "fee_income_amount",
                "fee_refund": "fee_refund_amount",
                "expected_loss": "0",
                "operating_cost": "0",
                "economic_capital": "0",
                "revaluation_difference": "0",
            }.items() %}, {{ column }} as {{ line }} {%- endfor %}
        from {{ ref("fct_account_booked_lines_monthly") }}
        where account_key = -1
    ),

    items as (
        select
            source_system, month_end_date, 'NET_INTEREST_INCOME' as line_code, 'treasury' as item_code, amount
        from treasury
        union all
        select
            source_system,
            month_end_date,
            'OPERATING_COST' as line_code,
            'unused_capacity:' || resource_pool as item_code,
            unused_cost_amount as amount
        from {{ ref("fct_capacity_monthly") }}
        union all
        select
            treasury.source_system,
            treasury.month_end_date,
            'TAX' as line_code,
            'treasury' as item_code,
            {{ rounded_product("treasury.amount", "parameters.tax_rate") }} as amount
        from treasury
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters
            on treasury.month_end_date = parameters.month_end_date
        union all
        select
            unused.source_system,
            unused.month_end_date,
            'TAX' as line_code,
            'unused_capacity' as item_code,
            - {{ rounded_product("unused.amount", "parameters.tax_rate") }} as amount
        from unused
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters
            on unused.month_end_date = parameters.month_end_date
        {%- for line_code, amount in [
                ("INTEREST_INCOME", "interest_income"),
                ("INTEREST_EXPENSE", "interest_expense"),
                (
                    "NET_INTEREST_INCOME",
                    "interest_income - ftp_charge + ftp_credit - interest_expense",
                ),
                ("FEE_INCOME", "fee_income"),
                ("FEE_REFUND", "fee_refund"),
                ("EXPECTED_LOSS", "expected_loss"),
                ("OPERATING_COST", "operating_cost"),
            ] %}
            union all
            select
                source_system,
                month_end_date,
                '{{ line_code }}' as line_code,
                item_code,
                sum({{ amount }}) as amount
            from ownerless
            group by source_system, month_end_date, item_code
        {%- endfor %}
    )

select
    source_system,
    month_end_date,
    line_code,
    item_code,
    {{ reporting_currency() }} as currency_code,
    cast(amount as decimal(18, 2)) as amount
from items
