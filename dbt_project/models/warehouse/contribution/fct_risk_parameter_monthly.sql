with
    delivered as (
        {{ winners(ref("contract_risk_parameter"), ["source_system", "account_number", "month_end_date"]) }}
    )

select
    {{ surrogate_key(["source_system", "account_number"]) }} as account_key,
    source_system,
    month_end_date,
    pd_rate,
    lgd_rate,
    ead_amount,
    risk_weight_rate
from delivered
