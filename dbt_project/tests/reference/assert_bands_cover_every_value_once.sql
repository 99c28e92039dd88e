-- A value in two bands would put a customer into two segments, a value in none would make it
-- unknown although nothing is missing: on every day on which a break changes, the bands of a
-- measure follow each other from the lowest value to the highest.
with
    bands as (
        select *
        from {{ ref("segment_break") }}
        where
            scheme_code in ('income_band', 'wealth_band', 'age_band')
            or (scheme_code = 'behaviour_band' and measure_code = 'self_directed_share')
    ),

    days as (select distinct scheme_code, measure_code, valid_from as judged_date from bands),

    in_order as (
        select
            bands.scheme_code,
            bands.segment_code,
            days.judged_date,
            bands.lower_bound,
            bands.upper_bound,
            lag(bands.upper_bound) over ascending as previous_upper_bound,
            row_number() over ascending as band_number,
            count(*) over (
                partition by bands.scheme_code, bands.measure_code, bands.currency_code, days.judged_date
            ) as band_count
        from bands
        inner join
            days
            on bands.scheme_code = days.scheme_code
            and bands.measure_code = days.measure_code
            and {{ valid_on("bands", "days.judged_date") }}
        window
            ascending as (
                partition by bands.scheme_code, bands.measure_code, bands.currency_code, days.judged_date
                order by coalesce(bands.lower_bound, -99999999999999)
            )
    )

select *
from in_order
where
    (band_number = 1) <> (lower_bound is null)
    or (band_number = band_count) <> (upper_bound is null)
    or lower_bound >= upper_bound
    or (band_number > 1 and (previous_upper_bound is null or lower_bound <> previous_upper_bound))
