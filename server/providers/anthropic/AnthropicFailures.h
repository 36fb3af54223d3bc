#pragma once

#include "base/Http.h"
#include "providers/ProviderFailure.h"

#include <string_view>

namespace lanyard {

/// Status, headers and body of a failed answer -> what it means for credential and request.
/// Source: Anthropic's API reference, "Errors" and "Rate limits", 2026-11.
ProviderFailure anthropicFailure(int status, const HttpHeaders& headers, std::string_view body);

/// An error that came as an event inside a stream.
ProviderFailure anthropicStreamFailure(std::string_view data);

} // namespace lanyard
