{{
    activity_units(
        ref("fct_account_activity_monthly"), ref("fct_account_month"), ref("fct_activity_rate_monthly")
    )
}}
