{{ config(schema="intermediate") }}

{%- set manager = "cast(respondents.manager_key as " ~ dbt.type_string() ~ ")" %}

with
    respondents as (select * from {{ ref("survey_respondent") }}),

    schemes as (select scheme_code from {{ ref("dim_segment_scheme") }} group by scheme_code),

    grouped as (
        select respondents.*, 'all' as group_type, 'all' as group_code, 'All' as label_en, '全部' as label_zh
        from respondents
        union all
        select
            respondents.*,
            'customer_type' as group_type,
            respondents.customer_type as group_code,
            coalesce(terms.label_en, respondents.customer_type) as label_en,
            coalesce(terms.label_zh, respondents.customer_type) as label_zh
        from respondents
        left join
            {{ ref("survey_term") }} as terms
            on terms.term_type = 'customer_type'
            and respondents.customer_type = terms.term_code
            and {{ valid_on("terms", "respondents.response_date") }}
        union all
        select
            respondents.*,
            'product' as group_type,
            products.product_number as group_code,
            products.product_name as label_en,
            coalesce(products.product_name_zh, products.product_name) as label_zh
        from respondents
        inner join {{ ref("dim_product") }} as products on respondents.product_key = products.product_key
        union all
        select
            respondents.*,
            'branch' as group_type,
            branches.branch_number as group_code,
            branches.branch_name as label_en,
            branches.branch_name as label_zh
        from respondents
        inner join {{ ref("dim_branch") }} as branches on respondents.branch_key = branches.branch_key
        union all
        select
            respondents.*,
            'manager' as group_type,
            coalesce({{ manager }}, 'unknown') as group_code,
            coalesce({{ manager }}, 'No customer manager') as label_en,
            coalesce({{ manager }}, '无客户经理') as label_zh
        from respondents
        union all
        select
            respondents.*,
            schemes.scheme_code as group_type,
            coalesce(members.segment_code, 'unknown') as group_code,
            coalesce(members.label_en, members.segment_code, 'Unknown') as label_en,
            coalesce(members.label_zh, members.segment_code, '未知') as label_zh
        from respondents
        cross join schemes
        left join
            {{ ref("segment_membership") }} as members
            on respondents.customer_key = members.customer_key
            and schemes.scheme_code = members.scheme_code
            and {{ valid_on("members", "respondents.response_date") }}
    )

select
    source_system,
    wave_number,
    respondent_key,
    product_key,
    stratum_code,
    group_type,
    group_code,
    label_en as group_label_en,
    label_zh as group_label_zh,
    group_type not in ('all', 'customer_type', 'product', 'branch', 'manager') as is_segment
from grouped
