with
    mapped as (
        select
            transaction_number as fee_number,
            account_number,
            booking_date,
            booking_date as value_date,
            'statement' as fee_type,
            'fee' as fee_kind,
            amount,
            'CZK' as currency_code,
            source_system,
            source_file_sha256,
            source_row_number,
            business_date,
            delivered_on
        from {{ ref("base_berka__trans") }}
        where problem_reason is null and booking_date <= business_date and purpose_symbol = 'SLUZBY'
    )

select {{ contract_select_list("fee") }}
from mapped
