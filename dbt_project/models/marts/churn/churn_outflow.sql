{{ config(schema="intermediate") }}

with
    -- the accounts that lost money: the closed one, or all of the customer
    losing_accounts as (
        {%- for account, condition in [("holders.account_key", "="), ("events.account_key", "<>")] %}
            select
                events.definition_code,
                events.customer_key,
                events.account_key,
                events.event_date,
                events.before_date,
                events.lost_deposit_amount,
                events.competition_outflow_share,
                holders.account_key as losing_account_key,
                holders.holder_weight,
                holders.valid_from,
                holders.valid_to
            from {{ ref("churn_event_dated") }} as events
            inner join
                {{ ref("bridge_account_holder") }} as holders
                on events.customer_key = holders.customer_key
                and {{ account }} = holders.account_key
            where
                events.lost_deposit_amount > 0 and events.account_key {{ condition }} -1
                {{ "union all" if not loop.last }}
        {%- endfor %}
    ),

    -- money that went to one other bank since the month end before; a source whose own code is unknown is
    -- not judged
    outflows as (
        select
            accounts.definition_code,
            accounts.customer_key,
            accounts.account_key,
            accounts.event_date,
            accounts.lost_deposit_amount,
            accounts.competition_outflow_share,
            transactions.counterparty_bank,
            sum(
                {{ rounded_product("transactions.reporting_amount", "accounts.holder_weight") }}
            ) as outflow_amount
        from losing_accounts as accounts
        inner join
            {{ ref("fct_transaction") }} as transactions
            on accounts.losing_account_key = transactions.account_key
            and {{ valid_on("accounts", "transactions.booking_date") }}
            and transactions.booking_date > accounts.before_date
            and transactions.booking_date <= accounts.event_date
        left join
            {{ ref("own_bank") }} as own
            on transactions.source_system = own.source_system
            and transactions.counterparty_bank = own.bank_code
            and {{ valid_on("own", "transactions.booking_date") }}
        where
            transactions.credit_debit_indicator = 'DBIT'
            and transactions.purpose_code = 'transfer'
            and transactions.counterparty_bank is not null
            and transactions.source_system in (select source_system from {{ ref("own_bank") }})
            and own.bank_code is null
        group by
            accounts.definition_code,
            accounts.customer_key,
            accounts.account_key,
            accounts.event_date,
            accounts.lost_deposit_amount,
            accounts.competition_outflow_share,
            transactions.counterparty_bank
    )

select *
from outflows
