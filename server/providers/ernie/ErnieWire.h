#pragma once

#include "llm/ChatAnswer.h"
#include "llm/JsonDocument.h"
#include "llm/Usage.h"
#include "providers/ProviderFailure.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lanyard {

// The JSON of Baidu's Qianfan, version 1 (ERNIE by "wenxinworkshop"), as far as the gateway reads it.
// Source: "Qianfan large model platform, API v1" of Baidu AI Cloud, 2026-11.

/// The last part of a model's path: "completions_pro" for ERNIE-4.0-8K. A model that is not in the list has its own name.
std::string erniePath(std::string_view model);
/// The public names of that list.
std::span<const std::string_view> ernieModels();

std::optional<Usage> ernieUsage(const JsonValue& value);
StopReason ernieStop(const JsonValue& answer);

/// {"error_code":18,"error_msg":"..."}, with whatever status it came; nothing when there is no code in it.
std::optional<ProviderFailure> ernieFailure(std::string_view body);
/// Of the call for a token: {"error":"invalid_client","error_description":"..."}; nothing when it is none.
std::optional<ProviderFailure> ernieTokenFailure(std::string_view body);

} // namespace lanyard
