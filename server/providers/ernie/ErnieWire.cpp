#include "providers/ernie/ErnieWire.h"

#include "providers/FailureWords.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace lanyard {
namespace {

constexpr std::array<std::string_view, 16> kNames{
    "ernie-4.0-8k",    "ernie-4.0-8k-latest", "ernie-4.0-8k-preview", "ernie-4.0-turbo-8k", "ernie-3.5-8k",   "ernie-3.5-8k-preview", "ernie-3.5-128k", "ernie-speed-8k",
    "ernie-speed-128k", "ernie-lite-8k",      "ernie-tiny-8k",        "ernie-char-8k",      "embedding-v1",   "bge-large-zh",         "bge-large-en",   "tao-8k"};

/// Where the path is not the name in lower case.
struct Path
{
    std::string_view model;
    std::string_view path;
};
constexpr std::array kPaths{Path{"ernie-4.0-8k", "completions_pro"}, Path{"ernie-4.0", "completions_pro"},   Path{"ernie-bot-4", "completions_pro"},
                            Path{"ernie-4.0-8k-latest", "ernie-4.0-8k-latest"},
                            Path{"ernie-3.5-8k", "completions"},     Path{"ernie-3.5", "completions"},       Path{"ernie-bot", "completions"},
                            Path{"ernie-speed-8k", "ernie_speed"},   Path{"ernie-speed", "ernie_speed"},     Path{"ernie-bot-turbo", "eb-instant"},
                            Path{"bge-large-zh", "bge_large_zh"},    Path{"bge-large-en", "bge_large_en"},   Path{"tao-8k", "tao_8k"}};

FailureClass classOf(std::uint64_t code)
{
    switch (code) {
    case 4:      // requests in all
    case 18:     // requests a second
    case 336501: // requests a minute
    case 336502: // tokens a minute
    case 336503: return FailureClass::RateLimited;
    case 17: // of the day
    case 19: return FailureClass::QuotaExhausted;
    case 6:
    case 13:
    case 14:
    case 15:
    case 100:
    case 110: // token invalid
    case 111: // token expired
        return FailureClass::BadCredential;
    case 1:
    case 2:
    case 336000: return FailureClass::ServerError;
    case 336100: return FailureClass::Overloaded;
    case 3: return FailureClass::ModelUnavailable;
    default: return FailureClass::ClientError;
    }
}

} // namespace

std::span<const std::string_view> ernieModels()
{
    return kNames;
}

std::string erniePath(std::string_view model)
{
    std::string name(model);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto known = std::find_if(kPaths.begin(), kPaths.end(), [&](const Path& path) { return path.model == name; });
    return known == kPaths.end() ? name : std::string(known->path);
}

std::optional<Usage> ernieUsage(const JsonValue& value)
{
    if (!value.isObject())
        return std::nullopt;
    Usage usage;
    usage.basis = UsageBasis::Reported;
    const std::uint64_t prompt = value["prompt_tokens"].whole().value_or(0);
    const std::uint64_t total = value["total_tokens"].whole().value_or(prompt);
    usage[TokenBucket::Input] = prompt;
    usage[TokenBucket::Output] = value["completion_tokens"].whole().value_or(total - std::min(prompt, total));
    return usage;
}

StopReason ernieStop(const JsonValue& answer)
{
    if (answer["function_call"].isObject())
        return StopReason::ToolCalls;
    const JsonValue reason = answer["finish_reason"];
    if (reason.is("length") || answer["is_truncated"].boolean() == true)
        return StopReason::MaxTokens;
    if (reason.is("content_filter"))
        return StopReason::ContentFilter;
    return reason.is("stop") ? StopReason::StopSequence : StopReason::EndTurn;
}

std::optional<ProviderFailure> ernieFailure(std::string_view body)
{
    JsonDocument document;
    (void)document.parse(body);
    const auto code = document.root()["error_code"].whole();
    if (!code || *code == 0)
        return std::nullopt;
    ProviderFailure failure{classOf(*code), document.root()["error_msg"].text().substr(0, kLongestProviderMessage)};
    failure.tokenRefused = *code == 110 || *code == 111;
    return failure;
}

std::optional<ProviderFailure> ernieTokenFailure(std::string_view body)
{
    JsonDocument document;
    (void)document.parse(body);
    const JsonValue root = document.root();
    if (!root["error"].isString())
        return std::nullopt;
    const std::string words = root["error_description"].isString() ? root["error_description"].text() : root["error"].text();
    return ProviderFailure{FailureClass::BadCredential, words.substr(0, kLongestProviderMessage)};
}

} // namespace lanyard
