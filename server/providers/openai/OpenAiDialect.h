#pragma once

#include "providers/ProviderAdapter.h"

#include <string_view>

namespace lanyard {

/// Where services that speak OpenAI's protocol differ, as data. Only translated requests ask: what passes through is the
/// client's own business.
struct OpenAiDialect
{
    /// OpenAI's newer models refuse the older name, most compatible services know no other.
    std::string_view maxTokensField = "max_tokens";
    /// The model takes `reasoning_effort`; others refuse a request that has it.
    bool reasoningEffort = false;
};

OpenAiDialect openAiDialectOf(const ProviderTarget& target);

/// Where a service lists its models: beside its other calls, save for a few.
std::string openAiModelsUrl(std::string_view baseUrl);

} // namespace lanyard
