{%- set attributes = [
    "product_number",
    "branch_number",
    "currency_code",
    "interest_rate",
    "opened_date",
    "closed_date",
] -%}

with history as ({{ history(ref("contract_account"), ["source_system", "account_number"], attributes) }})
select
    {{ surrogate_key(["source_system", "account_number", "valid_from"]) }} as account_version_key,
    {{ surrogate_key(["source_system", "account_number"]) }} as account_key,
    history.source_system,
    coalesce(product.product_key, -1) as product_key,
    coalesce(branch.branch_key, -1) as branch_key,
    history.currency_code,
    history.interest_rate,
    history.opened_date,
    history.closed_date,
    history.valid_from,
    history.valid_to,
    history.is_current,
    history.known_from_date
from history
left join {{ ref("dim_product") }} as product using (source_system, product_number)
left join {{ ref("dim_branch") }} as branch using (source_system, branch_number)
union all
select
    -1 as account_version_key,
    -1 as account_key,
    'unknown' as source_system,
    -1 as product_key,
    -1 as branch_key,
    'XXX' as currency_code,
    null as interest_rate,
    {{ beginning_of_time() }} as opened_date,
    null as closed_date,
    {{ beginning_of_time() }} as valid_from,
    {{ open_end_date() }} as valid_to,
    true as is_current,
    {{ beginning_of_time() }} as known_from_date
