{{ config(materialized="view") }}

select
    membership.customer_key,
    membership.source_system,
    membership.scheme_code,
    schemes.sort_order as scheme_sort_order,
    schemes.label_en as scheme_label_en,
    schemes.label_zh as scheme_label_zh,
    membership.segment_code,
    membership.label_en,
    membership.label_zh,
    membership.previous_segment_code,
    membership.valid_from,
    membership.valid_to,
    membership.is_current,
    membership.reason,
    membership.input_source,
    membership.input_date,
    schemes.rule_en,
    schemes.rule_zh,
    schemes.source as rule_source,
    schemes.valid_from as rule_valid_from,
    schemes.valid_to as rule_valid_to,
    membership.as_of_date,
    membership.batch_id
from {{ ref("segment_membership") }} as membership
left join
    {{ ref("dim_segment_scheme") }} as schemes
    on membership.scheme_code = schemes.scheme_code
    and {{ valid_on("schemes", "membership.valid_from") }}
