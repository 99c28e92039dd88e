{{ config(schema="intermediate") }}

-- who could be lost in a month, as it stood at the month end before
with
    first_months as (
        select source_system, min(month_start_date) as first_date
        from {{ ref("fct_source_month") }}
        group by source_system
    ),

    coverage as (
        select
            source_system,
            max(case when entity_code = 'transaction' then rows_count else 0 end) > 0 as has_transactions
        from {{ ref("fct_source_coverage") }}
        group by source_system
    ),

    books as (
        select
            books.*,
            parameters.silent_months,
            greatest(spells.start_date, first_months.first_date) as observed_from,
            coverage.has_transactions,
            {{ month_end("cast(" ~ dbt.dateadd("day", 1, "books.month_end_date") ~ " as date)") }}
            as next_month_end_date
        from {{ ref("customer_book_monthly") }} as books
        inner join
            {{ ref("relationship_spell") }} as spells
            on books.customer_key = spells.customer_key
            and books.month_end_date >= spells.start_date
            and books.month_end_date < coalesce(spells.closed_date, {{ open_end_date() }})
        inner join first_months on books.source_system = first_months.source_system
        inner join coverage on books.source_system = coverage.source_system
        inner join
            {{ ref("dim_parameter_monthly") }} as parameters
            on books.month_end_date = parameters.month_end_date
    ),

    -- half a year must have been seen before a customer can be found silent or fallen
    seen as (
        select
            books.*,
            cast({{ dbt.dateadd("month", "cast(silent_months as integer)", "observed_from") }} as date)
            <= next_month_end_date
            and has_transactions as can_be_silent,
            not is_fallen and is_judged_next_month as can_fall
        from books
    ),

    at_risk as (
        {%- for definition, condition in [
            ("relationship_closure", "true"),
            ("product_closure", "true"),
            ("balance_attrition", "can_fall"),
        ] %}
            select
                '{{ definition }}' as definition_code,
                'customer' as unit_code,
                customer_key,
                cast(-1 as bigint) as account_key,
                'all' as product_group,
                source_system,
                customer_type,
                month_end_date
            from seen
            where {{ condition }}
            union all
        {%- endfor %}
        select
            'silent' as definition_code,
            'customer' as unit_code,
            seen.customer_key,
            cast(-1 as bigint) as account_key,
            'all' as product_group,
            seen.source_system,
            seen.customer_type,
            seen.month_end_date
        from seen
        left join
            {{ ref("churn_silent") }} as silences
            on seen.customer_key = silences.customer_key
            and silences.event_date <= seen.month_end_date
            and coalesce(silences.reactivated_date, {{ open_end_date() }}) > seen.month_end_date
        where seen.can_be_silent and silences.customer_key is null
        union all
        select
            'product_closure' as definition_code,
            'account' as unit_code,
            cast(-1 as bigint) as customer_key,
            months.account_key,
            products.product_group,
            months.source_system,
            'all' as customer_type,
            months.month_end_date
        from {{ ref("fct_account_month") }} as months
        inner join {{ ref("dim_product") }} as products on months.product_key = products.product_key
        where months.is_open_at_month_end and months.account_key <> -1
    )

select *
from at_risk
