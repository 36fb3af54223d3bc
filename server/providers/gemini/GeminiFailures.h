#pragma once

#include "base/Http.h"
#include "providers/ProviderFailure.h"

#include <string_view>

namespace lanyard {

/// Source: the Gemini API's "Troubleshooting guide" and Google's error model (google.rpc.Code, ErrorInfo, RetryInfo), 2026-11.
ProviderFailure geminiFailure(int status, const HttpHeaders& headers, std::string_view body);
/// An error that came as an event inside a stream.
ProviderFailure geminiStreamFailure(std::string_view data);

} // namespace lanyard
