{%- set lasting = [
    "received_date",
    "product_name",
    "sub_product_name",
    "issue_name",
    "company_name",
    "state_code",
    "channel_name",
] %}

with
    -- There is no number: it is made of what does not change any more. Two complaints
    -- of which this is the same are two.
    numbered as (
        select
            *,
            row_number() over (
                partition by source_file_sha256, {{ lasting | join(", ") }} order by source_row_number
            ) as place_among_equals
        from {{ ref("base_cfpb_complaints__complaint") }}
        where problem_reason is null
    ),

    mapped as (
        select
            md5(
                cast(place_among_equals as varchar)
                {%- for column in lasting %}
                    || '|' || coalesce(cast({{ column }} as varchar), '')
                {%- endfor %}
            ) as complaint_number,
            company_name as competitor_number,
            product_name,
            sub_product_name,
            issue_name,
            received_date,
            sent_date,
            response_name,
            timely_answer = 'Yes' as is_timely,
            disputed_answer = 'Yes' as is_disputed,
            state_code,
            lower(replace(channel_name, ' ', '_')) as channel_code,
            source_system,
            source_file_sha256,
            source_row_number,
            business_date,
            delivered_on
        from numbered
    )

select {{ contract_select_list("competitor_complaint") }}
from mapped
