{#
  Rows of groups with is_publishable: false where the group, or another one by subtraction, would show too few.
  groups names a relation with group_code, member_count and minimum_group; partition are the columns whose groups sum to
  a total that is published.

  A group under the minimum is suppressed. The suppressed ones are known as a sum, the total less the others: so the next
  smallest go too until all that are suppressed hold at least the minimum together, which takes two or more
  (complementary suppression; Hundepool et al. 2012, Statistical Disclosure Control).
#}
{% macro with_publishable_groups(groups, partition) -%}
    {%- set by = partition | join(", ") -%}
    select
        *,
        member_count >= minimum_group
        and (smallest_count >= minimum_group or smaller_member_count >= minimum_group) as is_publishable
    from
        (
            select
                *,
                min(member_count) over (partition by {{ by }}) as smallest_count,
                sum(member_count) over (
                    partition by {{ by }}
                    order by member_count, group_code
                    rows between unbounded preceding and current row
                )
                - member_count as smaller_member_count
            from {{ groups }}
        ) as ordered
{%- endmacro %}
