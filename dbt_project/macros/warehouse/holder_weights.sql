{#
  The weights of the holders of an account: its shares, rounded; the first holder takes what rounding leaves, so that
  they sum to exactly 1. delivered names a relation of holders; version lists the columns that name a set of them.
#}
{% macro holder_weights(delivered, version) -%}
    with
        ranked as (
            select
                *,
                row_number() over (
                    partition by {{ version | join(", ") }}
                    order by
                        case when holder_role = 'primary' then 0 else 1 end,
                        holder_share desc,
                        customer_number
                ) as holder_rank,
                sum(holder_share) over (partition by {{ version | join(", ") }}) as total_share
            from {{ delivered }}
        ),
        shared as (
            select
                *,
                case
                    when holder_rank > 1
                    then coalesce(cast(round(holder_share / nullif(total_share, 0), 8) as decimal(12, 8)), 0)
                end as joint_weight
            from ranked
        )
    select
        *,
        coalesce(
            joint_weight, 1 - coalesce(sum(joint_weight) over (partition by {{ version | join(", ") }}), 0)
        ) as holder_weight
    from shared
{%- endmacro %}
