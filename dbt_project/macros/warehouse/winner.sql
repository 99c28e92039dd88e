{# Later deliveries win; file and row number make the order total, so that it never depends on how rows lie on disk. #}
{% macro delivery_order() %}
    delivered_on desc, business_date desc, source_file_sha256 desc, source_row_number desc
{% endmacro %}

{# A version's own date comes first where the question is which version is valid last. #}
{% macro version_order() %}
    business_date desc, delivered_on desc, source_file_sha256 desc, source_row_number desc
{% endmacro %}

{#
  One row per natural key: the first in the given order.
  Few keys are delivered twice, so only those are ranked: ranking every row would sort the whole relation. They are
  found by hash, which is small enough to stay in memory; two keys of one hash are ranked in vain, each for itself.
#}
{% macro winners(relation, key, where="true", order=none) -%}
    with
        repeated as (
            select {{ row_hash(key) }} as key_hash
            from {{ relation }}
            where {{ where }}
            group by 1
            having count(*) > 1
        ),
        ranked as (
            select
                *,
                row_number() over (
                    partition by {{ key | join(", ") }} order by {{ order or delivery_order() }}
                ) as delivery_rank
            from ({{ with_key_hash(relation, key, where) }}) as delivered
            where key_hash in (select key_hash from repeated)
        )
    -- Joined and not sought by "not exists", for which the engine would keep every row.
    select delivered.*, 1 as delivery_rank
    from ({{ with_key_hash(relation, key, where) }}) as delivered
    left join repeated on delivered.key_hash = repeated.key_hash
    where repeated.key_hash is null
    union all
    select *
    from ranked
    where delivery_rank = 1
{%- endmacro %}

{% macro with_key_hash(relation, key, where) -%}
    select *, {{ row_hash(key) }} as key_hash from {{ relation }} where {{ where }}
{%- endmacro %}

{# One row per natural key: the version that is valid last. #}
{% macro latest_versions(relation, key) %} {{ winners(relation, key, order=version_order()) }}{% endmacro %}
