{{ config(schema="intermediate") }} {{ segment_by_income_record("wealth_band", "wealth_amount") }}
