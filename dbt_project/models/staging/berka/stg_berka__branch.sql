with
    district as (select * from {{ ref("base_berka__district") }} where problem_reason is null),
    account as (select * from {{ ref("base_berka__account") }} where problem_reason is null),

    -- A district is a branch once an account has been opened there.
    mapped as (
        select
            district_number as branch_number,
            district_name as branch_name,
            region_name as region_code,
            district_name as city,
            source_system,
            source_file_sha256,
            source_row_number,
            business_date,
            delivered_on
        from district
        where district_number in (select district_number from account where opened_date <= business_date)
    )

select {{ contract_select_list("branch", missing=["opened_date"]) }}
from mapped
