-- Two rows that hold on the same day would let the order on disk decide a segment.
{{ config(meta={"dagster": {"ref": {"name": "segment_break"}}}) }}

with
    rules as (
        select 'industry_section' as table_name, industry_prefix as rule, valid_from, valid_to
        from {{ ref("industry_section") }}
        union all
        select 'industry_outlook', industry_prefix, valid_from, valid_to
        from {{ ref("industry_outlook") }}
        union all
        select 'cash_flow_pattern', operating_sign || investing_sign || financing_sign, valid_from, valid_to
        from {{ ref("cash_flow_pattern") }}
        union all
        select
            'segment_break',
            concat_ws(' ', scheme_code, segment_code, measure_code, currency_code),
            valid_from,
            valid_to
        from {{ ref("segment_break") }}
    ),

    followed as (
        select *, lead(valid_from) over (partition by table_name, rule order by valid_from) as next_valid_from
        from rules
    )

select *
from followed
where valid_to <= valid_from or valid_to > next_valid_from
