-- Prices by the picture and from a date on, what providers bill, headers whose values are secret, the style of refusals.
ALTER TABLE models ADD COLUMN price_image_nano INTEGER NOT NULL DEFAULT 0;
-- JSON: [{"effective": ms, "input": nano, ...}, ...]; each entry is a whole price
ALTER TABLE models ADD COLUMN price_changes TEXT NOT NULL DEFAULT '[]';
-- JSON: a whole price; NULL = not said
ALTER TABLE routes ADD COLUMN upstream_price TEXT;
-- JSON: [[name, value], ...], sealed by the vault as ("provider-headers", id); in `headers` these have no value. NULL = none
ALTER TABLE providers ADD COLUMN secret_headers_sealed BLOB;
-- status, chat; '' = as the setting says
ALTER TABLE api_keys ADD COLUMN error_style TEXT NOT NULL DEFAULT '';

-- Pictures that were made, for prices by the picture.
ALTER TABLE charges ADD COLUMN images INTEGER NOT NULL DEFAULT 0;
