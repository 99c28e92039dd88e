with delivered as ({{ winners(ref("contract_survey_wave"), ["source_system", "wave_number"]) }})

select source_system, wave_number, wave_name, method_code, mode_code, frame_code, start_date, end_date
from delivered
