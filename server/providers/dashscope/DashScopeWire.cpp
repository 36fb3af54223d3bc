#include "providers/dashscope/DashScopeWire.h"

#include "providers/FailureWords.h"

#include <algorithm>
#include <array>

namespace lanyard {
namespace {

constexpr std::array<std::string_view, 8> kMultimodal{"-vl", "vl-", "qvq", "omni", "-ocr", "-audio", "qwen3.5", "qwen3.6"};

FailureClass classify(int status, const std::string& code)
{
    const auto says = [&](std::string_view word) { return code.find(word) != std::string::npos; };
    if (says("Arrearage") || says("AllocationQuota") || says("FreeTierOnly"))
        return FailureClass::QuotaExhausted;
    if (says("Throttling") || status == 429)
        return FailureClass::RateLimited;
    if (says("InvalidApiKey") || status == 401)
        return FailureClass::BadCredential;
    if (says("ModelNotFound") || says("Model.AccessDenied") || says("ModelUnavailable"))
        return FailureClass::ModelUnavailable;
    if (status == 403)
        return FailureClass::BadCredential;
    if (says("RequestTimeOut") || status == 408)
        return FailureClass::Timeout;
    if (status == 503)
        return FailureClass::Overloaded;
    return status >= 400 && status < 500 ? FailureClass::ClientError : FailureClass::ServerError;
}

} // namespace

bool isDashScopeMultimodal(std::string_view model)
{
    return std::any_of(kMultimodal.begin(), kMultimodal.end(), [=](std::string_view mark) { return model.find(mark) != std::string_view::npos; });
}

std::optional<Usage> dashScopeUsage(const JsonValue& value)
{
    if (!value.isObject())
        return std::nullopt;
    const std::uint64_t input = value["input_tokens"].whole().value_or(value["total_tokens"].whole().value_or(0)); // embeddings tell the total
    const std::uint64_t output = value["output_tokens"].whole().value_or(0);
    const std::uint64_t cached = std::min(value["prompt_tokens_details"]["cached_tokens"].whole().value_or(0), input);
    const std::uint64_t thought = std::min(value["output_tokens_details"]["reasoning_tokens"].whole().value_or(0), output);
    Usage usage;
    usage.basis = UsageBasis::Reported;
    usage[TokenBucket::Input] = input - cached;
    usage[TokenBucket::CachedInput] = cached;
    usage[TokenBucket::Output] = output - thought;
    usage[TokenBucket::Reasoning] = thought;
    return usage;
}

std::optional<StopReason> dashScopeStop(const JsonValue& reason, bool anyCall)
{
    if (!reason.isString() || reason.is("null") || reason.is(""))
        return std::nullopt;
    if (reason.is("length"))
        return StopReason::MaxTokens;
    return anyCall || reason.is("tool_calls") ? StopReason::ToolCalls : StopReason::EndTurn;
}

ProviderFailure dashScopeFailure(int status, std::string_view body)
{
    JsonDocument document;
    (void)document.parse(body);
    const JsonValue root = document.root();
    const std::string code = root["code"].text();
    std::string words = root["message"].text();
    if (words.empty())
        words = code;
    return {classify(status, code), words.substr(0, kLongestProviderMessage)};
}

} // namespace lanyard
