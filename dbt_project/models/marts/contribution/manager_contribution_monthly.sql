with
    parts as (
        select parts.*, coalesce(managers.employee_key, -1) as employee_key
        from {{ ref("fct_contribution_part_monthly") }} as parts
        left join
            {{ ref("bridge_customer_manager") }} as managers
            on parts.customer_key = managers.customer_key
            and {{ valid_on("managers", "parts.month_end_date") }}
    )

    {{ contribution_view("parts", "employee_key") }}
