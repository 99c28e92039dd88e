{{ config(schema="intermediate") }}

{% set flows = ["operating", "investing", "financing"] %}

with
    bounds as (
        {{
            segment_bounds(
                "company_life_cycle", {"age_bound": ["unknown", "statement_age_months", "lower"]}
            )
        }}
    ),

    -- a statement counts from the day it is known until one of a later year is known
    statements as (
        select
            *,
            coalesce(
                min(known_from_date) over (
                    partition by customer_key
                    order by fiscal_year_end_date
                    rows between 1 following and unbounded following
                ),
                {{ open_end_date() }}
            ) as next_known_from_date
        from {{ ref("fct_financial_statement") }}
    ),

    evaluated as (
        select
            customers.customer_key,
            customers.source_system,
            customers.month_end_date,
            customers.record_date,
            customers.customer_type,
            statements.fiscal_year_end_date,
            {% for flow in flows %} statements.{{ flow }}_cash_flow_amount, {% endfor %}
            {{ dbt.datediff("statements.fiscal_year_end_date", "customers.month_end_date", "month") }}
            as age_months,
            bounds.age_bound,
            case
                when customers.customer_type <> 'corporate'
                then 'not_applicable'
                when
                    {{ dbt.datediff("statements.fiscal_year_end_date", "customers.month_end_date", "month") }}
                    < bounds.age_bound
                then coalesce(patterns.segment_code, 'unknown')
                else 'unknown'
            end as segment_code
        from {{ ref("customer_month_end") }} as customers
        left join
            statements
            on customers.customer_key = statements.customer_key
            and customers.month_end_date >= statements.fiscal_year_end_date
            and customers.month_end_date >= statements.known_from_date
            and customers.month_end_date < statements.next_known_from_date
        left join
            {{ ref("cash_flow_pattern") }} as patterns
            on {{ valid_on("patterns", "customers.month_end_date") }}
            {%- for flow in flows %}
                and case
                    when statements.{{ flow }}_cash_flow_amount > 0
                    then '+'
                    when statements.{{ flow }}_cash_flow_amount <= 0
                    then '-'
                end
                = patterns.{{ flow }}_sign
            {%- endfor %}
        left join bounds on customers.month_end_date = bounds.month_end_date
    ),

    changes as ({{ segment_changes("evaluated") }})

select
    customer_key,
    source_system,
    'company_life_cycle' as scheme_code,
    segment_code,
    previous_segment_code,
    case
        when segment_code = 'not_applicable'
        then 'customer_type is ' || customer_type || ': the scheme concerns companies'
        when fiscal_year_end_date is null
        then 'financial statement is missing'
        when age_bound is null
        then 'bound of statement_age_months is missing'
        when age_months >= age_bound
        then
            'statement of '
            || cast(fiscal_year_end_date as {{ dbt.type_string() }})
            || ': '
            || {{ comparison("statement_age_months", "age_months", ">=", "age_bound") }}
        else
            concat_ws(
                ', '
                {%- for flow in flows %}
                    ,
                    case
                        when {{ flow }}_cash_flow_amount is null
                        then '{{ flow }}_cash_flow_amount is missing'
                        else
                            '{{ flow }}_cash_flow_amount '
                            || {{ readable_number(flow ~ "_cash_flow_amount", 2) }}
                            || case when {{ flow }}_cash_flow_amount > 0 then ' > 0.00' else ' <= 0.00' end
                    end
                {%- endfor %}
            )
    end as reason,
    case when segment_code = 'not_applicable' then 'customer' else 'financial_statement' end as input_source,
    case when segment_code = 'not_applicable' then record_date else fiscal_year_end_date end as input_date,
    valid_from,
    valid_to
from changes
