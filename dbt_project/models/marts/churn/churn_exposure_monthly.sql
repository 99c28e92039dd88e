{{ config(schema="intermediate") }}

with
    at_risk as (select * from {{ ref("churn_at_risk_monthly") }}),

    losses as (
        select
            definition_code,
            'customer' as unit_code,
            customer_key,
            cast(-1 as bigint) as account_key,
            event_date
        from {{ ref("churn_event_dated") }}
        union
        select
            definition_code,
            'account' as unit_code,
            cast(-1 as bigint) as customer_key,
            account_key,
            event_date
        from {{ ref("churn_event_dated") }}
        where definition_code = 'product_closure'
    ),

    first_losses as (
        select
            at_risk.definition_code,
            at_risk.unit_code,
            at_risk.customer_key,
            at_risk.account_key,
            at_risk.month_end_date,
            min(losses.event_date) as event_date
        from at_risk
        inner join
            losses
            on at_risk.definition_code = losses.definition_code
            and at_risk.unit_code = losses.unit_code
            and at_risk.customer_key = losses.customer_key
            and at_risk.account_key = losses.account_key
            and losses.event_date > at_risk.month_end_date
        group by
            at_risk.definition_code,
            at_risk.unit_code,
            at_risk.customer_key,
            at_risk.account_key,
            at_risk.month_end_date
    )

select
    at_risk.*,
    coalesce(classes.class_code, 'unknown') as contribution_class_code,
    first_losses.event_date as next_event_date
from at_risk
left join
    first_losses
    on at_risk.definition_code = first_losses.definition_code
    and at_risk.unit_code = first_losses.unit_code
    and at_risk.customer_key = first_losses.customer_key
    and at_risk.account_key = first_losses.account_key
    and at_risk.month_end_date = first_losses.month_end_date
left join
    {{ ref("customer_class_monthly") }} as classes
    on at_risk.customer_key = classes.customer_key
    and at_risk.month_end_date = classes.month_end_date
