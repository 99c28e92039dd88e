with
    members as (
        select
            customers.*,
            coalesce(households.household_key, customers.customer_key) as household_key,
            households.household_key is not null as is_member
        from {{ ref("customer_lifetime_value") }} as customers
        left join
            {{ ref("bridge_household") }} as households
            on customers.customer_key = households.customer_key
            and {{ valid_on("households", "customers.fit_date") }}
    )

    {{ lifetime_value_view("members", "household_key", "is_household") }}
