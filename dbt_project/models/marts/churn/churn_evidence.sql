{{ config(schema="intermediate") }}

with
    complaints as (
        select
            events.definition_code,
            events.customer_key,
            events.account_key,
            events.event_date,
            complaints.opened_date,
            complaints.cause_code,
            row_number() over (
                partition by
                    events.definition_code, events.customer_key, events.account_key, events.event_date
                order by complaints.opened_date desc, complaints.complaint_key
            ) as complaint_number
        from {{ ref("churn_event_dated") }} as events
        inner join
            {{ ref("fct_complaint") }} as complaints
            on events.customer_key = complaints.customer_key
            and complaints.opened_date > events.evidence_from
            and complaints.opened_date <= events.event_date
    ),

    competition as (
        select
            *,
            row_number() over (
                partition by definition_code, customer_key, account_key, event_date
                order by outflow_amount desc, counterparty_bank
            ) as bank_number
        from {{ ref("churn_outflow") }}
        where outflow_amount >= {{ rounded_product("lost_deposit_amount", "competition_outflow_share") }}
    )

select
    definition_code,
    customer_key,
    account_key,
    event_date,
    'complaint' as reason_code,
    'complaint of ' || opened_date || ', cause ' || coalesce(cause_code, 'unknown') as evidence
from complaints
where complaint_number = 1
union all
select
    definition_code,
    customer_key,
    account_key,
    event_date,
    'competition' as reason_code,
    {{ readable_number("outflow_amount", 2) }}
    || ' sent to '
    || counterparty_bank
    || ' >= '
    || {{ readable_number(rounded_product("lost_deposit_amount", "competition_outflow_share"), 2) }}
    as evidence
from competition
where bank_number = 1
