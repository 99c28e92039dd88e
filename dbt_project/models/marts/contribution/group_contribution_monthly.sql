with
    parts as (
        select
            parts.*,
            coalesce(members.group_key, parts.customer_key) as group_key,
            members.group_key is not null as is_member
        from {{ ref("fct_contribution_part_monthly") }} as parts
        left join
            {{ ref("bridge_customer_group") }} as members
            on parts.customer_key = members.customer_key
            and {{ valid_on("members", "parts.month_end_date") }}
    )

    {{ contribution_view("parts", "group_key", {"is_group": "bool_or(is_member)"}) }}
