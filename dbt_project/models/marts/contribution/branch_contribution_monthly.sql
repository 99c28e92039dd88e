with
    parts as (
        select parts.*, branches.region_code
        from {{ ref("fct_contribution_part_monthly") }} as parts
        left join {{ ref("dim_branch") }} as branches on parts.branch_key = branches.branch_key
    )

    {{ contribution_view("parts", "branch_key", {"region_code": "max(region_code)"}) }}
