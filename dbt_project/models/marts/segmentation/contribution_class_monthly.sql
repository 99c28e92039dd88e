{{ config(schema="intermediate") }}

with
    judged as (
        select
            years.customer_key,
            years.source_system,
            years.month_end_date,
            years.month_number
            {%- for rule, measures in class_conditions().items() %}
                ,
                rules.{{ rule }}_class_code,
                case
                    when
                        {%- for measure in measures %}
                            {{ condition_is_met("years", "rules", rule, measure) }}
                            {{ "and" if not loop.last }}
                        {%- endfor %}
                    then rules.{{ rule }}_priority
                end as {{ rule }}_priority
            {%- endfor %}
        from {{ ref("contribution_year_monthly") }} as years
        inner join {{ ref("class_rule_monthly") }} as rules on years.month_end_date = rules.month_end_date
    ),

    chosen as (
        select
            *,
            least(
                {%- for rule in class_conditions() %}
                    {{ rule }}_priority {{- "," if not loop.last }}
                {%- endfor %}
            ) as priority
        from judged
    )

select
    chosen.customer_key,
    chosen.source_system,
    chosen.month_end_date,
    chosen.month_number,
    case
        {%- for rule in class_conditions() %}
            when chosen.priority = chosen.{{ rule }}_priority then '{{ rule }}'
        {%- endfor %}
    end as rule_code,
    case
        {%- for rule in class_conditions() %}
            when chosen.priority = chosen.{{ rule }}_priority then chosen.{{ rule }}_class_code
        {%- endfor %}
        else 'unknown'
    end as month_class,
    parameters.class_hysteresis_months as hysteresis_months
from chosen
inner join
    {{ ref("dim_parameter_monthly") }} as parameters on chosen.month_end_date = parameters.month_end_date
