{#
  Of rows that are numbered (number) and count in the month of a date (month_date), those numbers of which the bank
  learned something after that month was closed. One row per such number, closed month that shows it in another way
  than now, and version that counts: the one that was known when the month was closed (is_published) and the one that
  is known now (is_restated). event_date is the day on which a row became true. relation names a contract model.
  Numbers are sought by hash, which is small; two numbers of one hash are looked at in vain.
#}
{% macro late_versions(relation, number, month_date, event_date) -%}
    {%- set known_on = "greatest(versions.delivered_on, versions." ~ event_date ~ ")" -%}
    {%- set number_hash = row_hash(["versions.source_system", "versions." ~ number]) -%}
    {%- set of_number = "partition by versions.source_system, versions." ~ number -%}
    with
        months as (select * from {{ ref("closed_month") }}),

        late_numbers as (
            select {{ number_hash }} as number_hash
            from {{ relation }} as versions
            inner join
                months
                on versions.source_system = months.source_system
                and {{ month_end("versions." ~ month_date) }} = months.month_end_date
                and {{ known_on }} > months.closed_on
            union
            -- told again: it may have stood in another month before
            select {{ number_hash }} as number_hash
            from {{ relation }} as versions
            group by 1
            having min({{ known_on }}) < max({{ known_on }})
        ),

        numbered as (
            select
                versions.*,
                {{ known_on }} as known_on,
                max({{ known_on }}) over ({{ of_number }}) as learned_on,
                min({{ month_end("versions." ~ month_date) }}) over ({{ of_number }}) as first_month_end_date
            from {{ relation }} as versions
            where {{ number_hash }} in (select number_hash from late_numbers)
        ),

        -- a month that was closed after the last of it shows what is known now
        ranked as (
            select
                versions.*,
                months.month_end_date as closed_month_end_date,
                versions.known_on <= months.closed_on as was_known,
                row_number() over (
                    {{ of_number }},
                    months.month_end_date,
                    versions.known_on <= months.closed_on
                    order by {{ delivery_order() }}
                ) as rank_of_knowledge,
                row_number() over (
                    {{ of_number }}, months.month_end_date order by {{ delivery_order() }}
                ) as rank_now
            from numbered as versions
            inner join
                months
                on versions.source_system = months.source_system
                and versions.first_month_end_date <= months.month_end_date
                and versions.learned_on > months.closed_on
        )

    select *, was_known and rank_of_knowledge = 1 as is_published, rank_now = 1 as is_restated
    from ranked
    where (was_known and rank_of_knowledge = 1) or rank_now = 1
{%- endmacro %}
