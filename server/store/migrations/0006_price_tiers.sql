-- Prices for long prompts.
-- JSON: [[above (tokens), input, output, cached_input, cache_write_5m, cache_write_1h, reasoning, audio_input, audio_output], ...], prices in nano-USD per million tokens, null = as below
ALTER TABLE models ADD COLUMN price_tiers TEXT NOT NULL DEFAULT '[]';
