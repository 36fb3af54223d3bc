#pragma once

#include "base/Http.h"
#include "providers/ProviderFailure.h"

namespace lanyard {

/// Status, headers and body of a failed answer -> what it means for credential and request.
/// Source: OpenAI's "Error codes" guide, 2026-11, and what compatible services answer in its place.
ProviderFailure openAiFailure(int status, const HttpHeaders& headers, std::string_view body);

/// An error that came as an event inside a stream, where there is no status.
ProviderFailure openAiStreamFailure(std::string_view data);

} // namespace lanyard
