with
    -- Known from its complaints alone, and by nothing but its name.
    ranked as (
        select
            *,
            row_number() over (
                partition by source_file_sha256, company_name order by source_row_number
            ) as complaint_rank
        from {{ ref("base_cfpb_complaints__complaint") }}
        where problem_reason is null
    ),

    mapped as (
        select
            company_name as competitor_number,
            company_name as competitor_name,
            'financial_company' as competitor_type,
            source_system,
            source_file_sha256,
            source_row_number,
            business_date,
            delivered_on
        from ranked
        where complaint_rank = 1
    )

select {{ contract_select_list("competitor", missing=["region_code", "parent_number", "parent_name"]) }}
from mapped
