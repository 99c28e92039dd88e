{{ contract_rows("competitor_offer", event_date="offer_from") }}
