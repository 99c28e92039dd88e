with
    parts as (
        select parts.*, products.product_group
        from {{ ref("fct_contribution_part_monthly") }} as parts
        left join {{ ref("dim_product") }} as products on parts.product_key = products.product_key
    )

    {{ contribution_view("parts", "product_key", {"product_group": "max(product_group)"}) }}
