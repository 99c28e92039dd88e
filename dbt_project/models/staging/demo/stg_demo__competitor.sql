{{ good_rows("demo", "competitor", missing=["parent_name"]) }}
