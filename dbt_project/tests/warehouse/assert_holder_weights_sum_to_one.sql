-- Money of a joint account is counted once: on every day the weights of its holders sum to exactly 1.
{{ config(meta={"dagster": {"ref": {"name": "bridge_account_holder"}}}) }}
with
    versions as (
        select account_key, valid_from, valid_to, sum(holder_weight) as total_weight
        from {{ ref("bridge_account_holder") }}
        group by account_key, valid_from, valid_to
    ),
    followed as (
        select
            *,
            lag(valid_to, 1, {{ beginning_of_time() }}) over in_order as previous_valid_to,
            lead(valid_from, 1, {{ open_end_date() }}) over in_order as next_valid_from
        from versions
        window in_order as (partition by account_key order by valid_from)
    )
select account.account_key, followed.valid_from, followed.valid_to, followed.total_weight
from {{ ref("dim_account") }} as account
left join followed on account.account_key = followed.account_key
where
    account.is_current
    and (
        followed.account_key is null
        or followed.total_weight <> 1
        or followed.valid_from <> followed.previous_valid_to
        or followed.valid_to <> followed.next_valid_from
    )
