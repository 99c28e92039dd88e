with
    trans as (
        select *, nullif(purpose_symbol, ' ') as symbol
        from {{ ref("base_berka__trans") }}
        where problem_reason is null and booking_date <= business_date
    ),

    mapped as (
        select
            transaction_number,
            account_number,
            booking_date,
            booking_date as value_date,
            amount,
            case when transaction_type = 'PRIJEM' then 'CRDT' else 'DBIT' end as credit_debit_indicator,
            'CZK' as currency_code,
            case
                when symbol in ('UROK', 'SANKC. UROK', 'SLUZBY')
                then 'system'
                when operation in ('VKLAD', 'VYBER')
                then 'branch'
                when operation = 'VYBER KARTOU'
                then 'atm'
                -- Receipts come from other banks; what is sent out is, row by row, a standing order.
                else 'system'
            end as channel_code,
            case
                when symbol = 'UROK'
                then 'interest'
                when symbol = 'SANKC. UROK'
                then 'penalty_interest'
                when symbol = 'SLUZBY'
                then 'fee'
                when symbol = 'POJISTNE'
                then 'insurance'
                when symbol = 'SIPO'
                then 'household'
                when symbol = 'UVER'
                then 'loan_payment'
                when symbol = 'DUCHOD'
                then 'pension'
                when operation in ('VKLAD', 'VYBER', 'VYBER KARTOU')
                then 'cash'
                when operation in ('PREVOD Z UCTU', 'PREVOD NA UCET')
                then 'transfer'
                else 'other'
            end as purpose_code,
            counterparty_bank,
            nullif(counterparty_account, '0') as counterparty_account,
            coalesce(operation, '') in ('VKLAD', 'VYBER', 'VYBER KARTOU')
            and coalesce(symbol, '') not in ('SANKC. UROK', 'SLUZBY') as is_customer_initiated,
            reported_balance_amount,
            source_system,
            source_file_sha256,
            source_row_number,
            business_date,
            delivered_on
        from trans
    )

select {{ contract_select_list("transaction") }}
from mapped
