#pragma once

#include "config/Snapshot.h"
#include "llm/ModelTask.h"
#include "llm/Usage.h"

namespace lanyard {

/// The most that a request can use, before it is sent: one token for three bytes of body, and for each choice the
/// request's own cap, else the model's, else the setting's. `model` may be null.
Usage upperBound(const ModelTask& task, const ModelConfig* model, const HotSettings& settings);

/// What was probably used when nobody reported it: a token for four bytes of prompt and of produced text.
Usage likelyUsage(std::size_t promptBytes, std::uint64_t producedBytes);

/// Tokens that `producedBytes` of answer may be, counted high: what a reservation has to cover.
std::uint64_t upperOutput(std::uint64_t producedBytes);

} // namespace lanyard
