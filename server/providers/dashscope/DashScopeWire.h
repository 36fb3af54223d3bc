#pragma once

#include "llm/ChatAnswer.h"
#include "llm/JsonDocument.h"
#include "llm/Usage.h"
#include "providers/ProviderFailure.h"

#include <optional>
#include <string_view>

namespace lanyard {

// The JSON of Alibaba's Model Studio in its native form, as far as the gateway reads it.
// Source: "DashScope API reference" of Alibaba Cloud Model Studio, 2026-11.

/// Models that take pictures and sound have an address of their own, and lists in place of texts.
bool isDashScopeMultimodal(std::string_view model);

/// A "usage" value in disjoint buckets; input_tokens holds the cached ones.
std::optional<Usage> dashScopeUsage(const JsonValue& value);

/// Nothing while the model goes on: "null", as a word, or null.
std::optional<StopReason> dashScopeStop(const JsonValue& reason, bool anyCall);

/// Of an answer with an error status, or an event that says one: {"code":"Throttling.RateQuota","message":...}.
ProviderFailure dashScopeFailure(int status, std::string_view body);

} // namespace lanyard
