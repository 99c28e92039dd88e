-- The source has no product table; all its accounts are of one kind. It lends on that same account.
with
    account_file as (
        select
            source_system,
            source_file_sha256,
            business_date,
            delivered_on,
            min(source_row_number) as source_row_number
        from {{ ref("base_berka__account") }}
        where problem_reason is null
        group by source_system, source_file_sha256, business_date, delivered_on
    ),

    mapped as (
        select
            'current_account' as product_number,
            'Current account' as product_name,
            'current' as product_group,
            'deposit' as balance_side,
            'act/365' as day_count,
            0 as tenor_months,
            false as is_complex,
            source_system,
            source_file_sha256,
            source_row_number,
            business_date,
            delivered_on
        from account_file
    )

select {{ contract_select_list("product", missing=["product_name_zh", "is_self_directed"]) }}
from mapped
