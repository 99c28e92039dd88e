{{ config(schema="intermediate") }}

{%- set measure = ["source_system", "outcome_code", "group_type", "group_code"] %}

with
    -- controls stand for those with a change: each stratum weighs as much on both sides
    weighted as (
        select
            outcomes.source_system,
            outcomes.outcome_code,
            outcomes.customer_type,
            outcomes.is_treated,
            outcomes.base,
            outcomes.outcome,
            case
                when outcomes.is_treated
                then 1.0
                else strata.treated_count / cast(strata.control_count as double)
            end as weight
        from {{ ref("manager_change_outcome") }} as outcomes
        inner join
            {{ ref("manager_change_stratum_count") }} as strata
            on outcomes.source_system = strata.source_system
            and outcomes.outcome_code = strata.outcome_code
            and outcomes.month_end_date = strata.month_end_date
            and outcomes.customer_type = strata.customer_type
            and outcomes.class_code = strata.class_code
            and outcomes.deposit_amount_band = strata.deposit_amount_band
            and outcomes.months_on_book_band = strata.months_on_book_band
        where strata.control_count > 0
    ),

    grouped as (
        select *, 'all' as group_type, 'all' as group_code
        from weighted
        union all
        select *, 'customer_type' as group_type, customer_type as group_code
        from weighted
    ),

    totals as (
        select
            {{ measure | join(", ") }},
            is_treated,
            cast(count(*) as integer) as customer_count,
            {{ exact_sum("weight * base") }} as base,
            {{ exact_sum("weight * outcome") }} / {{ exact_sum("weight * base") }} as ratio,
            power({{ exact_sum("weight * base") }}, 2)
            / {{ exact_sum("power(weight * base, 2)", 6) }} as effective_count
        from grouped
        group by {{ measure | join(", ") }}, is_treated
    )

select
    {%- for column in measure + ["is_treated"] %} totals.{{ column }}, {%- endfor %}
    max(totals.customer_count) as customer_count,
    max(totals.effective_count) as effective_count,
    max(totals.ratio) as ratio,
    -- each residual as if its customer had been left out (jackknife): large balances draw the ratio to
    -- themselves
    {%- set left_out -%}
        power(
            grouped.weight
            * (grouped.outcome - totals.ratio * grouped.base)
            / nullif(totals.base - grouped.weight * grouped.base, 0),
            2
        )
    {%- endset %}
    {{ exact_sum(left_out, 24) }} as variance
from totals
inner join
    grouped on totals.is_treated = grouped.is_treated
    {%- for column in measure %} and totals.{{ column }} = grouped.{{ column }} {%- endfor %}
group by
    {%- for column in measure + ["is_treated"] %}
        totals.{{ column }} {{- "," if not loop.last }}
    {%- endfor %}
