-- Two guidelines of one scope on a day would judge a market twice, none would
-- leave it without a reading: from the first on, each begins where one ends.
with
    spans as (
        select
            guideline_scope,
            valid_from,
            valid_to,
            lead(valid_from) over (partition by guideline_scope order by valid_from) as next_from
        from {{ ref("concentration_guideline") }}
    )

select *
from spans
where valid_to is distinct from coalesce(next_from, {{ open_end_date() }})
