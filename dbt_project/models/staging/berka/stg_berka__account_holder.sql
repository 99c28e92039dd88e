-- A disponent may use the account and owns nothing of it: the owner is the only holder.
with
    disposition as (select * from {{ ref("base_berka__disp") }} where problem_reason is null),
    account as (select * from {{ ref("stg_berka__account") }}),

    mapped as (
        select
            account_number,
            customer_number,
            'primary' as holder_role,
            cast(1 as decimal(12, 8)) as holder_share,
            source_system,
            source_file_sha256,
            source_row_number,
            business_date,
            delivered_on
        from disposition
        where disposition_type = 'OWNER' and account_number in (select account_number from account)
    )

select {{ contract_select_list("account_holder") }}
from mapped
