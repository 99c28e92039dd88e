-- Two rows that hold on the same day would count every answer of a wave twice.
{{ config(meta={"dagster": {"ref": {"name": "survey_term"}}}) }}

with
    rules as (
        select 'survey_term' as table_name, term_type || ' ' || term_code as rule, valid_from, valid_to
        from {{ ref("survey_term") }}
        union all
        select 'satisfaction_index_item', item_code, valid_from, valid_to
        from {{ ref("satisfaction_index_item") }}
        union all
        select 'survey_stratum', 'stratum', valid_from, valid_to
        from {{ ref("survey_stratum") }}
        union all
        select 'parameter', parameter_code, valid_from, valid_to
        from {{ ref("parameter") }}
        where parameter_code in ('confidence_z', 'satisfaction_minimum_responses', 'complaint_repeat_days')
    ),

    followed as (
        select *, lead(valid_from) over (partition by table_name, rule order by valid_from) as next_valid_from
        from rules
    )

select *
from followed
where valid_to <= valid_from or valid_to > next_valid_from
