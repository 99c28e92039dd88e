{{ config(schema="intermediate") }} {{ segment_by_income_record("income_band", "annual_income_amount") }}
