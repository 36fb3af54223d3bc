#pragma once

#include "base/Clock.h"
#include "base/Error.h"

#include <span>
#include <string>
#include <string_view>

namespace lanyard {

// What an OpenAI client is answered by ourselves. Source: the API reference of OpenAI ("Error codes", "Models"), 2026-11,
// and the unmodified client in tests/e2e.

/// `{"error":{"message","type","param","code"}}`. `code` overrides the one that follows from the error's code
/// ("model_not_found", "invalid_api_key").
std::string openAiErrorBody(const Error& error, std::string_view code = {}, std::string_view param = {});

/// The error as an event of a stream that has begun: the client throws it.
std::string openAiErrorEvent(const Error& error, std::string_view code = {});

/// GET /v1/models.
std::string openAiModelList(std::span<const std::string_view> names, WallTime created);
/// GET /v1/models/{id}.
std::string openAiModel(std::string_view name, WallTime created);

} // namespace lanyard
