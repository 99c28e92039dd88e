with
    versions as (
        select accounts.*, products.balance_side, products.day_count, products.tenor_months
        from {{ ref("dim_account") }} as accounts
        left join {{ ref("dim_product") }} as products on accounts.product_key = products.product_key
    ),

    states as (
        {{
            account_states(
                "versions",
                ref("fct_source_month"),
                ref("fct_account_activity_monthly"),
                ref("fct_fee"),
                ref("fct_account_balance_monthly"),
                ref("fct_loan_monthly"),
                ref("fct_month_end_rate"),
            )
        }}
    )

select *
from states
