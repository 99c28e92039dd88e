with
    mapped as (
        select
            cast(survey_year || '-06-30' as date) as period_end_date,
            branch_number,
            certificate_number as competitor_number,
            lpad(cast(county_number as varchar), 5, '0') as region_code,
            county_name || ', ' || state_code as region_name,
            'county' as region_level,
            state_code,
            'deposit' as product_group,
            cast(deposit_thousands * 1000 as decimal(18, 2)) as volume_amount,
            'USD' as currency_code,
            service_type,
            -- The list of branches is kept up after the survey: what opened later had not yet.
            case
                when established_date <= cast(survey_year || '-06-30' as date) then established_date
            end as opened_date,
            case
                when established_date is null
                then 'unknown'
                when established_date > cast(survey_year || '-06-30' as date)
                then 'after_period'
                else 'delivered'
            end as opened_date_basis,
            source_system,
            source_file_sha256,
            source_row_number,
            business_date,
            delivered_on
        from {{ ref("base_fdic_sod__branch_deposit") }}
        where problem_reason is null
    )

select {{ contract_select_list("competitor_branch") }}
from mapped
