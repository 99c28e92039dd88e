-- Every day belongs to exactly one version: with a gap facts lose their dimension, with an overlap they
-- count twice.
{{ config(meta={"dagster": {"ref": {"name": "dim_customer"}}}) }}
{% for dimension in ["customer", "account", "employee"] %}
    select dimension_name, dimension_key, valid_from, valid_to
    from
        (
            select
                '{{ dimension }}' as dimension_name,
                {{ dimension }}_key as dimension_key,
                valid_from,
                valid_to,
                is_current,
                lag(valid_to) over in_order as previous_valid_to,
                lead(valid_from) over in_order as next_valid_from
            from {{ ref("dim_" ~ dimension) }}
            window in_order as (partition by {{ dimension }}_key order by valid_from)
        ) as version
    where
        valid_from >= valid_to
        or valid_from <> coalesce(previous_valid_to, {{ beginning_of_time() }})
        or (next_valid_from is null and valid_to <> {{ open_end_date() }})
        or is_current <> (next_valid_from is null)
        {{ "union all" if not loop.last }}
{% endfor %}
