-- A restatement that cannot be explained line by line is not believed: the
-- effects of the lines must be the difference of net income, to the cent.
select customer_key, source_system, month_end_date
from {{ ref("contribution_restatement") }}
group by customer_key, source_system, month_end_date
having
    coalesce(sum(net_income_effect_amount), 0)
    <> sum(case when line_code = 'net_income' then difference_amount end)
    or sum(case when line_code = 'net_income' then 1 else 0 end) <> 1
