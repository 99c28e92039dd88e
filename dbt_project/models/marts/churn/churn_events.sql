with
    classified as (
        select
            events.*,
            case
                when events.closed_reason is not null
                then events.closed_reason
                when complaints.evidence is not null
                then 'complaint'
                when competition.evidence is not null
                then 'competition'
                else 'none_given'
            end as reason_code,
            case
                when events.closed_reason is not null
                then 'recorded'
                when complaints.evidence is not null or competition.evidence is not null
                then 'evidence'
                else 'none'
            end as reason_basis,
            case
                when complaints.evidence is null and competition.evidence is null
                then 'no complaint and no transfer of the lost amount to another bank'
                else concat_ws('; ', complaints.evidence, competition.evidence)
            end as evidence
        from {{ ref("churn_event_dated") }} as events
        {%- for name, reason in [("complaints", "complaint"), ("competition", "competition")] %}
            left join
                {{ ref("churn_evidence") }} as {{ name }}
                on {{ name }}.reason_code = '{{ reason }}'
                and events.definition_code = {{ name }}.definition_code
                and events.customer_key = {{ name }}.customer_key
                and events.account_key = {{ name }}.account_key
                and events.event_date = {{ name }}.event_date
        {%- endfor %}
    ),

    -- months of contribution before the month of the event
    contribution as (
        select
            events.definition_code,
            events.customer_key,
            events.account_key,
            events.event_date,
            sum(months.net_income_amount) as net_income_amount
        from {{ ref("churn_event_dated") }} as events
        inner join
            {{ ref("customer_contribution_monthly") }} as months
            on events.customer_key = months.customer_key
            and months.month_end_date <= events.before_date
            and months.month_end_date > {{ year_before("events.before_date") }}
        group by events.definition_code, events.customer_key, events.account_key, events.event_date
    )

select
    classified.definition_code,
    classified.customer_key,
    classified.source_system,
    customers.customer_type,
    coalesce(classes.class_code, 'unknown') as contribution_class_code,
    classified.account_key,
    classified.product_key,
    coalesce(products.product_group, 'all') as product_group,
    classified.event_date,
    {{ month_end("classified.event_date") }} as event_month_end_date,
    classified.known_date,
    classified.reactivated_date,
    classified.reason_code,
    reasons.label_en as reason_label_en,
    reasons.label_zh as reason_label_zh,
    classified.reason_basis,
    classified.evidence,
    {{ reporting_currency() }} as currency_code,
    classified.before_date as balance_date,
    cast(classified.deposit_before_amount as decimal(18, 2)) as deposit_before_amount,
    cast(classified.deposit_after_amount as decimal(18, 2)) as deposit_after_amount,
    cast(classified.credit_before_amount as decimal(18, 2)) as credit_before_amount,
    cast(classified.lost_deposit_amount as decimal(18, 2)) as lost_deposit_amount,
    cast(contribution.net_income_amount as decimal(18, 2)) as contribution_year_amount,
    case
        when classified.before_date is null
        then 'the event is in the first month of the books'
        when
            classified.definition_code <> 'balance_attrition'
            and classified.deposit_before_amount is null
            and classified.credit_before_amount is null
        then 'no balance at the month end before'
    end as missing_reason,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from classified
inner join
    {{ ref("dim_customer") }} as customers
    on classified.customer_key = customers.customer_key
    and customers.is_current
left join
    {{ ref("customer_class_monthly") }} as classes
    on classified.customer_key = classes.customer_key
    and classified.before_date = classes.month_end_date
left join
    {{ ref("dim_product") }} as products
    on classified.product_key = products.product_key
    and classified.product_key <> -1
left join
    {{ ref("churn_reason") }} as reasons
    on classified.reason_code = reasons.reason_code
    and {{ valid_on("reasons", "classified.event_date") }}
left join
    contribution
    on classified.definition_code = contribution.definition_code
    and classified.customer_key = contribution.customer_key
    and classified.account_key = contribution.account_key
    and classified.event_date = contribution.event_date
