with
    classes as (
        select
            *,
            case
                when not is_entry then lag(class_code) over (partition by customer_key order by month_number)
            end as previous_class_code,
            lag(month_number) over (partition by customer_key order by month_number) as previous_month_number,
            coalesce(
                lead(month_number) over (partition by customer_key order by month_number) = month_number + 1,
                false
            ) as is_followed
        from {{ ref("customer_class_monthly") }}
    ),

    month_ends as (
        select
            *,
            lead(month_end_date) over (
                partition by source_system order by month_end_date
            ) as next_month_end_date
        from (select distinct source_system, month_end_date from {{ ref("fct_source_month") }}) as months
    ),

    closings as (
        select distinct customer_key, closed_date from {{ ref("dim_customer") }} where closed_date is not null
    ),

    exits as (
        select
            classes.customer_key,
            classes.source_system,
            classes.class_code,
            coalesce(min(closings.closed_date), month_ends.next_month_end_date) as change_date,
            month_ends.next_month_end_date as month_end_date,
            min(closings.closed_date) as closed_date
        from classes
        inner join
            month_ends
            on classes.source_system = month_ends.source_system
            and classes.month_end_date = month_ends.month_end_date
        left join
            closings
            on classes.customer_key = closings.customer_key
            and closings.closed_date > classes.month_end_date
            and closings.closed_date <= month_ends.next_month_end_date
        where not classes.is_followed and month_ends.next_month_end_date is not null
        group by
            classes.customer_key, classes.source_system, classes.class_code, month_ends.next_month_end_date
    ),

    moves as (
        select
            classes.customer_key,
            classes.source_system,
            classes.month_end_date as change_date,
            classes.month_end_date,
            classes.previous_class_code as from_class_code,
            classes.class_code as to_class_code,
            coalesce(
                reasons.reason,
                'on the books again after '
                || (classes.month_number - classes.previous_month_number - 1)
                || ' month ends, as '
                || classes.class_code
                || ' as before'
            ) as reason
        from classes
        left join
            {{ ref("segment_contribution_class") }} as reasons
            on classes.customer_key = reasons.customer_key
            and classes.month_end_date = reasons.valid_from
        where classes.is_entry or classes.class_code <> classes.previous_class_code
        union all
        select
            customer_key,
            source_system,
            change_date,
            month_end_date,
            class_code as from_class_code,
            null as to_class_code,
            coalesce('closed_date ' || closed_date, 'no longer on the books') as reason
        from exits
    )

select
    moves.customer_key,
    moves.source_system,
    moves.change_date,
    moves.month_end_date,
    moves.from_class_code,
    moves.to_class_code,
    case
        when moves.from_class_code is null
        then 'new'
        when moves.to_class_code is null
        then 'exit'
        when ranks_after.class_rank > ranks_before.class_rank
        then 'upgrade'
        else 'downgrade'
    end as kind_code,
    moves.reason,
    {{ as_of_date() }} as as_of_date,
    {{ batch_id() }} as batch_id
from moves
left join
    {{ ref("class_strategy") }} as ranks_before
    on moves.from_class_code = ranks_before.class_code
    and {{ valid_on("ranks_before", "moves.month_end_date") }}
left join
    {{ ref("class_strategy") }} as ranks_after
    on moves.to_class_code = ranks_after.class_code
    and {{ valid_on("ranks_after", "moves.month_end_date") }}
