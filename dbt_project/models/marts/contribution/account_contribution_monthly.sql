with
    parts as (
        select parts.*, products.product_group
        from {{ ref("fct_contribution_part_monthly") }} as parts
        left join {{ ref("dim_product") }} as products on parts.product_key = products.product_key
    )

    -- an account has one part per customer, and one primary holder
    {{
        contribution_view(
            "parts",
            "account_key",
            {"product_key": "max(product_key)", "product_group": "max(product_group)"},
            customer_count="count(nullif(customer_key, -1))",
            account_count="count(case when is_primary then nullif(account_key, -1) end)",
        )
    }}
