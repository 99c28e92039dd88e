with
    winners as ({{ winners(ref("contract_competitor_complaint"), ["source_system", "complaint_number"]) }}),
    keyed as (
        select
            *,
            {{ surrogate_key(["source_system", "complaint_number"]) }} as complaint_key,
            {{ surrogate_key(["source_system", "competitor_number"]) }} as delivered_competitor_key,
            sent_date <= {{ as_of_date() }} as is_forwarded
        from winners
    )
select
    keyed.complaint_key,
    keyed.source_system,
    coalesce(competitor.competitor_key, -1) as competitor_key,
    keyed.product_name,
    keyed.sub_product_name,
    keyed.issue_name,
    keyed.received_date,
    case when keyed.is_forwarded then keyed.sent_date end as sent_date,
    case
        when keyed.is_forwarded and keyed.sent_date >= keyed.received_date
        then cast({{ dbt.datediff("keyed.received_date", "keyed.sent_date", "day") }} as integer)
    end as forward_days,
    case
        when not coalesce(keyed.is_forwarded, false)
        then 'not_forwarded'
        when keyed.sent_date < keyed.received_date
        then 'before_received'
        else 'dates'
    end as forward_days_basis,
    keyed.response_name,
    keyed.is_timely,
    keyed.is_disputed,
    keyed.state_code,
    keyed.channel_code
from keyed
left join
    {{ ref("dim_competitor") }} as competitor on keyed.delivered_competitor_key = competitor.competitor_key
