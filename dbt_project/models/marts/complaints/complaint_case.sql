{{ config(schema="intermediate") }}

with
    complaints as (
        select
            complaints.*,
            case when closed_date <= {{ as_of_date() }} then closed_date end as resolved_date,
            -- nobody knows whether two unknown customers are one
            case
                when customer_key <> -1
                then
                    lag(opened_date) over (
                        partition by source_system, customer_key order by opened_date, complaint_key
                    )
            end as previous_opened_date
        from {{ ref("fct_complaint") }} as complaints
    )

select
    complaints.complaint_key,
    complaints.source_system,
    complaints.customer_key,
    complaints.opened_date,
    complaints.cause_code,
    complaints.is_first_contact_resolved,
    versions.customer_type,
    branches.branch_number,
    products.product_number,
    products.product_name,
    complaints.resolved_date is not null as is_resolved,
    coalesce(complaints.resolved_date < complaints.opened_date, false) as is_wrongly_dated,
    {{
        dbt.datediff(
            "complaints.opened_date", "coalesce(complaints.resolved_date, " ~ as_of_date() ~ ")", "day"
        )
    }} as duration_days,
    case
        when complaints.customer_key <> -1
        then
            coalesce(
                {{ dbt.datediff("complaints.previous_opened_date", "complaints.opened_date", "day") }}
                <= days.value,
                false
            )
    end as is_repeat
from complaints
inner join
    {{ ref("dim_customer") }} as versions
    on complaints.customer_key = versions.customer_key
    and {{ valid_on("versions", "complaints.opened_date") }}
inner join {{ ref("dim_branch") }} as branches on versions.branch_key = branches.branch_key
inner join {{ ref("dim_product") }} as products on complaints.product_key = products.product_key
left join
    {{ ref("dim_parameter") }} as days
    on days.parameter_code = 'complaint_repeat_days'
    and {{ valid_on("days", "complaints.opened_date") }}
