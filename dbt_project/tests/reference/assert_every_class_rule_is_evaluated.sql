-- A banker who adds a condition must not find it ignored: every row of class_rule is one that
-- the classes evaluate, with a bound of the right kind, and on no day do two rules share a place.
with
    evaluated as (
        {%- for rule, measures in class_conditions().items() %}
            {%- set last_rule = loop.last %}
            {%- for measure in measures %}
                select
                    '{{ rule }}' as rule_code,
                    '{{ measure }}' as measure_code,
                    {{ class_measures()[measure] is none }} as is_code
                    {{ "union all" if not (last_rule and loop.last) }}
            {%- endfor %}
        {%- endfor %}
    )

select rules.rule_code, rules.measure_code, rules.valid_from, 'not evaluated' as problem
from {{ ref("class_rule") }} as rules
left join evaluated on rules.rule_code = evaluated.rule_code and rules.measure_code = evaluated.measure_code
where
    evaluated.rule_code is null
    or (rules.operator in ('is', 'is_not')) <> evaluated.is_code
    or (rules.bound is null) <> evaluated.is_code
    or (rules.bound_code is null) = evaluated.is_code
union all
select rules.rule_code, rules.measure_code, rules.valid_from, 'place or class in doubt' as problem
from {{ ref("class_rule") }} as rules
inner join {{ ref("class_rule") }} as others on {{ overlaps("rules", "others") }}
where
    case
        when rules.rule_code = others.rule_code
        then rules.priority <> others.priority or rules.class_code <> others.class_code
        else rules.priority = others.priority
    end
union all
select rules.rule_code, rules.measure_code, rules.valid_from, 'two bounds on one day' as problem
from {{ ref("class_rule") }} as rules
inner join
    {{ ref("class_rule") }} as others
    on rules.rule_code = others.rule_code
    and rules.measure_code = others.measure_code
    and rules.valid_from < others.valid_from
    and {{ overlaps("rules", "others") }}
