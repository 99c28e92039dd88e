with
    delivered as (
        {{
            winners(
                ref("contract_account_holder"),
                ["source_system", "account_number", "customer_number", "business_date"],
            )
        }}
    ),
    weighted as ({{ holder_weights("delivered", ["source_system", "account_number", "business_date"]) }}),
    -- All holders of one business date are one version: whoever is not among them holds the account no more.
    versions as (
        select
            source_system,
            account_number,
            business_date,
            {{
                dbt.listagg(
                    "customer_number || ':' || holder_role || ':' || cast(holder_weight as varchar)",
                    "', '",
                    "order by customer_number",
                )
            }} as holders
        from weighted
        group by source_system, account_number, business_date
    ),
    history as ({{ spans("versions", ["source_system", "account_number"], ["holders"]) }}),
    holdings as (
        select
            account.account_key,
            coalesce(customer.customer_key, -1) as customer_key,
            coalesce(weighted.holder_role, 'unknown') as holder_role,
            coalesce(weighted.holder_weight, 1) as holder_weight,
            coalesce(history.valid_from, {{ beginning_of_time() }}) as valid_from,
            coalesce(history.valid_to, {{ open_end_date() }}) as valid_to
        from {{ ref("key_account") }} as account
        left join history using (source_system, account_number)
        left join
            weighted
            on history.source_system = weighted.source_system
            and history.account_number = weighted.account_number
            and weighted.business_date = case
                when history.valid_from = {{ beginning_of_time() }}
                then history.known_from_date
                else history.valid_from
            end
        left join
            {{ ref("key_customer") }} as customer
            on weighted.source_system = customer.source_system
            and weighted.customer_number = customer.customer_number
        union all
        select
            -1 as account_key,
            -1 as customer_key,
            'unknown' as holder_role,
            1 as holder_weight,
            {{ beginning_of_time() }} as valid_from,
            {{ open_end_date() }} as valid_to
    )
select
    account_key,
    customer_key,
    max(holder_role) as holder_role,
    cast(sum(holder_weight) as decimal(12, 8)) as holder_weight,
    valid_from,
    valid_to
from holdings
group by account_key, customer_key, valid_from, valid_to
