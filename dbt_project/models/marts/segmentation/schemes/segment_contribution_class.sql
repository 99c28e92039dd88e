{{ config(schema="intermediate") }}

with
    evaluated as (
        select
            customer_key,
            source_system,
            month_end_date,
            class_code as segment_code,
            rule_code,
            lag(rule_code) over (partition by customer_key order by month_end_date) as previous_rule_code
        from {{ ref("customer_class_monthly") }}
    ),

    changes as ({{ segment_changes("evaluated") }}),

    figures as (
        select
            years.*,
            changes.rule_code,
            -- who is ordinary from the start falls short of what is asked of a key customer
            case
                when changes.previous_segment_code is not null
                then changes.previous_rule_code
                when changes.rule_code = 'ordinary'
                then 'key'
            end as other_rule_code,
            coalesce('no longer ' || changes.previous_segment_code, 'not key') as other_class,
            changes.segment_code,
            changes.previous_segment_code,
            changes.valid_from,
            changes.valid_to
        from changes
        inner join
            {{ ref("contribution_year_monthly") }} as years
            on changes.customer_key = years.customer_key
            and changes.month_end_date = years.month_end_date
    )

select
    figures.customer_key,
    figures.source_system,
    'contribution_class' as scheme_code,
    figures.segment_code,
    figures.previous_segment_code,
    coalesce({{ conditions_met("figures", "rules", "figures.rule_code") }}, 'no rule is met') || coalesce(
        '; '
        || figures.other_class
        || ': '
        || {{ conditions_failed("figures", "rules", "figures.other_rule_code") }},
        ''
    )
    || ' ('
    || figures.month_count
    || case when figures.month_count = 1 then ' month' else ' months' end
    || coalesce(' without ' || {{ missing_class_inputs("figures") }}, '')
    || ')' as reason,
    case
        figures.rule_code
        when 'arrears'
        then 'loan'
        when 'default'
        then 'risk_parameter'
        when 'growth'
        then 'account_balance'
        when 'wallet'
        then figures.income_source
        when 'outlook'
        then 'customer'
        else 'contribution'
    end as input_source,
    case
        when figures.rule_code = 'wallet' then figures.income_date else figures.month_end_date
    end as input_date,
    figures.valid_from,
    figures.valid_to
from figures
inner join {{ ref("class_rule_monthly") }} as rules on figures.month_end_date = rules.month_end_date
