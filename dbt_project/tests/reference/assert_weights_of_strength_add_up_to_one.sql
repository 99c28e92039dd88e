-- An index whose weights do not add up to 1 cannot be read on the scale of its scores.
with
    days as (select distinct valid_from as judged_date from {{ ref("strength_weight") }}),

    totals as (
        select days.judged_date, sum(weights.weight) as weight
        from days
        inner join {{ ref("strength_weight") }} as weights on {{ valid_on("weights", "days.judged_date") }}
        group by days.judged_date
    )

select *
from totals
where weight <> 1
