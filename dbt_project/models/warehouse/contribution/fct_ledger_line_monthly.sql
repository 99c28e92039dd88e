{{ config(schema="intermediate") }}

with
    -- a line of which a part has no value in the reporting currency is unknown
    stated as (
        select
            source_system,
            month_end_date,
            line_code,
            case when count(*) = count(reporting_amount) then sum(reporting_amount) end as amount
        from {{ ref("fct_ledger") }}
        group by source_system, month_end_date, line_code
    ),

    totals as (
        {%- for line in ledger_lines() if line.made_of %}
            {{ "union all" if not loop.first }}
            select
                source_system,
                month_end_date,
                '{{ line.code }}' as line_code,
                case
                    when count(*) = count(amount)
                    then
                        sum(
                            case
                                line_code
                                {%- for code, sign in line.made_of.items() %}
                                    when '{{ code }}' then {{ sign }} amount
                                {%- endfor %}
                            end
                        )
                end as amount
            from stated
            where line_code in ('{{ line.made_of | join("', '") }}')
            group by source_system, month_end_date
        {%- endfor %}
    )

select source_system, month_end_date, line_code, cast(amount as decimal(18, 2)) as amount
from stated
union all
select
    totals.source_system,
    totals.month_end_date,
    totals.line_code,
    cast(totals.amount as decimal(18, 2)) as amount
from totals
left join
    stated
    on totals.source_system = stated.source_system
    and totals.month_end_date = stated.month_end_date
    and totals.line_code = stated.line_code
where stated.line_code is null
