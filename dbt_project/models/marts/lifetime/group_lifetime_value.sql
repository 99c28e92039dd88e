with
    members as (
        select
            customers.*,
            coalesce(memberships.group_key, customers.customer_key) as group_key,
            memberships.group_key is not null as is_member
        from {{ ref("customer_lifetime_value") }} as customers
        left join
            {{ ref("bridge_customer_group") }} as memberships
            on customers.customer_key = memberships.customer_key
            and {{ valid_on("memberships", "customers.fit_date") }}
    )

    {{ lifetime_value_view("members", "group_key", "is_group") }}
