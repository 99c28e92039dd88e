-- Only what late rows touch is computed as it was published: every account,
-- month and customer computed again has a row that came after the close.
{{ config(meta={"dagster": {"ref": {"name": "closed_account_month"}}}) }}
select account_key, month_end_date
from {{ ref("closed_account_month") }}
where learned_on <= closed_on or closed_on < month_end_date or closed_on > {{ as_of_date() }}
