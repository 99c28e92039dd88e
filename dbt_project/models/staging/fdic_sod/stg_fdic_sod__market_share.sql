with
    mapped as (
        select
            period_end_date,
            product_group,
            region_code,
            competitor_number,
            cast(sum(volume_amount) as decimal(18, 2)) as volume_amount,
            currency_code,
            source_system,
            source_file_sha256,
            min(source_row_number) as source_row_number,
            business_date,
            delivered_on
        from {{ ref("stg_fdic_sod__competitor_branch") }}
        group by
            period_end_date,
            product_group,
            region_code,
            competitor_number,
            currency_code,
            source_system,
            source_file_sha256,
            business_date,
            delivered_on
    )

select {{ contract_select_list("market_share") }}
from mapped
