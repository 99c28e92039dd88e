{{ config(schema="intermediate") }}

with
    relations as (
        select
            customer_key,
            source_system,
            onboarded_date,
            coalesce(closed_date, {{ open_end_date() }}) as closed_date
        from {{ ref("dim_customer") }}
        where is_current and customer_key <> -1
    ),

    -- Days with an account of the product, each once however many accounts there are.
    held as (
        select
            relations.source_system,
            holders.customer_key,
            accounts.product_key,
            greatest(holders.valid_from, accounts.opened_date, relations.onboarded_date) as valid_from,
            least(
                holders.valid_to, coalesce(accounts.closed_date, {{ open_end_date() }}), relations.closed_date
            ) as valid_to
        from {{ ref("bridge_account_holder") }} as holders
        inner join
            {{ ref("dim_account") }} as accounts
            on holders.account_key = accounts.account_key
            and accounts.is_current
        inner join relations on holders.customer_key = relations.customer_key
    ),

    holdings as (
        {{
            merge_spans(
                "(select * from held where valid_from < valid_to) as opened",
                ["source_system", "customer_key", "product_key"],
            )
        }}
    ),

    versions as (
        select
            relations.source_system,
            versions.customer_type,
            versions.branch_key,
            greatest(versions.valid_from, relations.onboarded_date) as valid_from,
            least(versions.valid_to, relations.closed_date) as valid_to
        from {{ ref("dim_customer") }} as versions
        inner join relations on versions.customer_key = relations.customer_key
    ),

    spans as (
        select
            source_system,
            'all' as group_type,
            'all' as group_code,
            onboarded_date as valid_from,
            closed_date as valid_to
        from relations
        union all
        select source_system, 'customer_type' as group_type, customer_type as group_code, valid_from, valid_to
        from versions
        union all
        select
            versions.source_system,
            'branch' as group_type,
            branches.branch_number as group_code,
            valid_from,
            valid_to
        from versions
        inner join {{ ref("dim_branch") }} as branches on versions.branch_key = branches.branch_key
        union all
        select
            holdings.source_system,
            'product' as group_type,
            products.product_number as group_code,
            valid_from,
            valid_to
        from holdings
        inner join {{ ref("dim_product") }} as products on holdings.product_key = products.product_key
    )

select
    periods.source_system,
    periods.period_type,
    periods.period_code,
    spans.group_type,
    spans.group_code,
    sum(
        {{
            dbt.datediff(
                "greatest(spans.valid_from, periods.period_start_date)",
                "least(spans.valid_to, periods.period_stop_date)",
                "day",
            )
        }}
    ) / cast(
        max({{ dbt.datediff("periods.period_start_date", "periods.period_stop_date", "day") }}) as double
    ) as average_customer_count
from {{ ref("complaint_period") }} as periods
inner join
    spans
    on periods.source_system = spans.source_system
    and spans.valid_from < periods.period_stop_date
    and spans.valid_to > periods.period_start_date
where spans.valid_from < spans.valid_to
group by periods.source_system, periods.period_type, periods.period_code, spans.group_type, spans.group_code
