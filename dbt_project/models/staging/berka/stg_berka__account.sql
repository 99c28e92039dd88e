with
    mapped as (
        select
            account_number,
            'current_account' as product_number,
            district_number as branch_number,
            'CZK' as currency_code,
            opened_date,
            source_system,
            source_file_sha256,
            source_row_number,
            business_date,
            delivered_on
        from {{ ref("base_berka__account") }}
        where problem_reason is null and opened_date <= business_date
    )

select {{ contract_select_list("account", missing=["iban", "interest_rate", "closed_date"]) }}
from mapped
