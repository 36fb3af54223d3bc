#include "providers/openai/OpenAiDialect.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace lanyard {
namespace {

/// Families that take `reasoning_effort`. Source: OpenAI's "Reasoning models" guide; the model pages of xAI, Groq and
/// Google's OpenAI compatibility, 2026-11.
constexpr std::array<std::string_view, 6> kReasoningFamilies{"gpt-5", "gpt-oss", "grok-3-mini", "grok-4", "gemini-2.5", "gemini-3"};

bool reasons(std::string_view model)
{
    model = model.substr(model.rfind('/') + 1); // "openai/o3", as aggregators name them
    const bool oSeries = model.size() >= 2 && model[0] == 'o' && std::isdigit(static_cast<unsigned char>(model[1]));
    return oSeries || std::any_of(kReasoningFamilies.begin(), kReasoningFamilies.end(), [=](std::string_view family) { return model.starts_with(family); });
}

/// Source: GitHub's REST API reference, "Models catalog", 2026-11.
constexpr std::pair<std::string_view, std::string_view> kOtherLists[]{{"https://models.github.ai/inference", "https://models.github.ai/catalog/models"}};

} // namespace

std::string openAiModelsUrl(std::string_view baseUrl)
{
    for (const auto& [base, list] : kOtherLists) {
        if (base == baseUrl)
            return std::string(list);
    }
    return std::string(baseUrl) + "/models";
}

OpenAiDialect openAiDialectOf(const ProviderTarget& target)
{
    OpenAiDialect dialect;
    if (target.provider.baseUrl.starts_with("https://api.openai.com/"))
        dialect.maxTokensField = "max_completion_tokens";
    dialect.reasoningEffort = reasons(target.model);
    return dialect;
}

} // namespace lanyard
