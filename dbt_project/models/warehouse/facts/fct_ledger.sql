with
    winners as (
        {{
            winners(
                ref("contract_ledger"), ["source_system", "month_end_date", "line_code", "currency_code"]
            )
        }}
    )
select
    winners.source_system,
    winners.month_end_date,
    winners.line_code,
    winners.currency_code,
    winners.amount,
    {{ reporting_amount("winners.amount", "winners.currency_code") }} as reporting_amount
from winners {{ join_reporting_rate("winners", "winners.currency_code", "winners.month_end_date") }}
