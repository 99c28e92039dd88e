{#
  The version of every key that was known when a month was closed and is the latest of those that begin by its end
  (begins names the column). relation names a contract model; months has source_system, month_end_date and closed_on.
#}
{% macro published_versions(relation, key, begins, months) -%}
    select *
    from
        (
            select
                versions.*,
                months.month_end_date as closed_month_end_date,
                row_number() over (
                    partition by months.month_end_date, versions.{{ key | join(", versions.") }}
                    order by versions.{{ begins }} desc, {{ delivery_order() }}
                ) as version_rank
            from {{ relation }} as versions
            inner join
                {{ months }} as months
                on versions.source_system = months.source_system
                and versions.{{ begins }} <= months.month_end_date
                and versions.delivered_on <= months.closed_on
        ) as ranked
    where version_rank = 1
{%- endmacro %}
