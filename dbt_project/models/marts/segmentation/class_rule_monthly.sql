{{ config(schema="intermediate") }}

-- the conditions side by side, so that a customer and month is compared with one row
select
    months.month_end_date
    {%- for rule, measures in class_conditions().items() %}
        ,
        max(case when rules.rule_code = '{{ rule }}' then rules.class_code end) as {{ rule }}_class_code,
        max(case when rules.rule_code = '{{ rule }}' then rules.priority end) as {{ rule }}_priority
        {%- for measure in measures %}
            {%- for column in ["operator", "when_missing"] + (
                ["bound_code"] if class_measures()[measure] is none else ["bound"]
            ) %}
                ,
                max(
                    case
                        when rules.rule_code = '{{ rule }}' and rules.measure_code = '{{ measure }}'
                        then rules.{{ column }}
                    end
                ) as {{ rule }}_{{ measure }}_{{ column }}
            {%- endfor %}
        {%- endfor %}
    {%- endfor %}
from {{ ref("dim_parameter_monthly") }} as months
left join {{ ref("class_rule") }} as rules on {{ valid_on("rules", "months.month_end_date") }}
group by months.month_end_date
