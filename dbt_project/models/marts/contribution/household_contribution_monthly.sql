with
    parts as (
        select
            parts.*,
            coalesce(households.household_key, parts.customer_key) as household_key,
            households.household_key is not null as is_member
        from {{ ref("fct_contribution_part_monthly") }} as parts
        left join
            {{ ref("bridge_household") }} as households
            on parts.customer_key = households.customer_key
            and {{ valid_on("households", "parts.month_end_date") }}
    )

    {{ contribution_view("parts", "household_key", {"is_household": "bool_or(is_member)"}) }}
