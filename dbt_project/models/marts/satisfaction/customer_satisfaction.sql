{{ satisfaction_mart("not figures.is_segment", ["group_type", "group_code", "group_label"]) }}
