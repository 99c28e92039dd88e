with
    delivered as ({{ competitor_rows("competitor_complaint", ["source_system", "complaint_number"]) }}),

    keyed as (
        select
            *,
            {{ surrogate_key(["source_system", "complaint_number"]) }} as complaint_key,
            sent_date <= {{ as_of_date() }} as is_forwarded
        from delivered
    )

select
    complaint_key,
    source_system,
    competitor_key,
    product_name,
    sub_product_name,
    issue_name,
    received_date,
    case when is_forwarded then sent_date end as sent_date,
    case
        when is_forwarded and sent_date >= received_date
        then cast({{ dbt.datediff("received_date", "sent_date", "day") }} as integer)
    end as forward_days,
    case
        when not coalesce(is_forwarded, false)
        then 'not_forwarded'
        when sent_date < received_date
        then 'before_received'
        else 'dates'
    end as forward_days_basis,
    response_name,
    is_timely,
    is_disputed,
    state_code,
    channel_code
from keyed
