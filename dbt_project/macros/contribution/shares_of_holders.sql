{#
  Shares the lines of accounts among their holders: each further holder has its weight, rounded to the cent, and the
  first holder, the primary one, takes what rounding leaves. account_lines and holders name relations.
#}
{% macro shares_of_holders(account_lines, holders) -%}
    {%- set lines = contribution_lines() -%}
    with
        ranked_holders as (
            select
                *,
                row_number() over (
                    partition by account_key, valid_from
                    order by case when holder_role = 'primary' then 0 else 1 end, customer_key
                ) as holder_rank
            from {{ holders }}
        ),

        further_holders as (
            select
                account_lines.account_key,
                account_lines.month_end_date,
                {%- for line in lines %}
                    {{ rounded_product("account_lines." ~ line ~ "_amount", "ranked_holders.holder_weight") }}
                    as {{ line }}_amount {{ "," if not loop.last }}
                {%- endfor %}
            from {{ account_lines }} as account_lines
            inner join
                ranked_holders
                on account_lines.account_key = ranked_holders.account_key
                and {{ valid_on("ranked_holders", "account_lines.month_end_date") }}
            where ranked_holders.holder_rank > 1
        ),

        given_away as (
            select
                account_key,
                month_end_date,
                {%- for line in lines %}
                    sum({{ line }}_amount) as {{ line }}_amount {{ "," if not loop.last }}
                {%- endfor %}
            from further_holders
            group by account_key, month_end_date
        )

    select
        ranked_holders.customer_key,
        account_lines.account_key,
        account_lines.source_system,
        account_lines.month_end_date,
        account_lines.product_key,
        account_lines.branch_key,
        ranked_holders.holder_weight,
        ranked_holders.holder_rank = 1 as is_primary,
        {%- for line in lines %}
            cast(
                case
                    when ranked_holders.holder_rank > 1
                    then
                        {{
                            rounded_product(
                                "account_lines." ~ line ~ "_amount", "ranked_holders.holder_weight"
                            )
                        }}
                    else account_lines.{{ line }}_amount - coalesce(given_away.{{ line }}_amount, 0)
                end as decimal(18, 2)
            ) as {{ line }}_amount,
            {{ basis_rank("account_lines." ~ line ~ "_basis") }} as {{ line }}_rank {{ "," if not loop.last }}
        {%- endfor %}
    from {{ account_lines }} as account_lines
    inner join
        ranked_holders
        on account_lines.account_key = ranked_holders.account_key
        and {{ valid_on("ranked_holders", "account_lines.month_end_date") }}
    left join
        given_away
        on account_lines.account_key = given_away.account_key
        and account_lines.month_end_date = given_away.month_end_date
{%- endmacro %}
