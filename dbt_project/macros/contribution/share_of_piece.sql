{#
  The part of a holder's share that stands for one of several pieces of an account's line (activities, currencies):
  the difference of running totals, so that the pieces add up to the share to the cent.
#}
{% macro share_of_piece() -%}
    {%- set total = [["abs(total_amount)", 2]] -%}
    {%- set before = "(running_amount - piece_amount) * sign(total_amount)" -%}
    case
        when piece_count = 1 or share_amount is null
        then share_amount
        when total_amount = 0
        then 0
        else
            {{ rounded_ratio([["share_amount", 2], ["running_amount * sign(total_amount)", 2]], total) }}
            - {{ rounded_ratio([["share_amount", 2], [before, 2]], total) }}
    end
{%- endmacro %}
