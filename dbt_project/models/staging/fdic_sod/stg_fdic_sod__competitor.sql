with
    -- One row per branch says the same of its bank: the first one speaks for all.
    ranked as (
        select
            *,
            row_number() over (
                partition by source_file_sha256, certificate_number order by source_row_number
            ) as branch_rank
        from {{ ref("base_fdic_sod__branch_deposit") }}
        where problem_reason is null
    ),

    mapped as (
        select
            certificate_number as competitor_number,
            bank_name as competitor_name,
            case
                bank_class
                when 'N'
                then 'national_bank'
                when 'NM'
                then 'state_nonmember_bank'
                when 'SM'
                then 'state_member_bank'
                when 'SB'
                then 'savings_bank'
                when 'SL'
                then 'savings_and_loan_association'
                when 'OI'
                then 'insured_branch_of_foreign_bank'
            end as competitor_type,
            -- Certificates and numbers of the Federal Reserve are two series.
            case when holding_number <> '0' then 'RSSD' || holding_number end as parent_number,
            case when holding_number <> '0' then holding_name end as parent_name,
            source_system,
            source_file_sha256,
            source_row_number,
            business_date,
            delivered_on
        from ranked
        where branch_rank = 1
    )

select {{ contract_select_list("competitor", missing=["region_code"]) }}
from mapped
