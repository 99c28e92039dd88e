{{
    satisfaction_mart(
        "figures.is_segment and figures.dimension_code = 'overall'",
        ["scheme_code", "segment_code", "segment_label"],
    )
}}
