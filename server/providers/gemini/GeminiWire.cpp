#include "providers/gemini/GeminiWire.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace lanyard {
namespace {

std::uint64_t audioTokens(const JsonValue& details)
{
    std::uint64_t sum = 0;
    for (const JsonValue item : details) {
        if (item["modality"].is("AUDIO"))
            sum += item["tokenCount"].whole().value_or(0);
    }
    return sum;
}

/// "17.5s"
std::optional<double> secondsFrom(const std::string& text)
{
    double value = 0;
    const auto [rest, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || rest == text.data() || *rest != 's' || !(value >= 0))
        return std::nullopt;
    return value;
}

} // namespace

std::optional<Usage> geminiUsage(const JsonValue& value)
{
    if (!value.isObject())
        return std::nullopt;
    const auto count = [&](std::string_view name) { return value[name].whole().value_or(0); };
    std::uint64_t prompt = count("promptTokenCount") + count("toolUsePromptTokenCount");
    const auto takeOut = [&](std::uint64_t part) {
        part = std::min(part, prompt);
        prompt -= part;
        return part;
    };
    Usage usage;
    usage.basis = UsageBasis::Reported;
    usage[TokenBucket::CachedInput] = takeOut(count("cachedContentTokenCount"));
    usage[TokenBucket::AudioInput] = takeOut(audioTokens(value["promptTokensDetails"]));
    usage[TokenBucket::Input] = prompt;
    usage[TokenBucket::Output] = count("candidatesTokenCount");
    usage[TokenBucket::Reasoning] = count("thoughtsTokenCount");
    return usage;
}

Logprobs geminiLogprobs(const JsonValue& result)
{
    Logprobs all;
    for (const JsonValue chosen : result["chosenCandidates"])
        all.push_back({chosen["token"].text(), chosen["logProbability"].number().value_or(0), {}});
    std::size_t place = 0;
    for (const JsonValue top : result["topCandidates"]) {
        for (const JsonValue other : top["candidates"]) {
            if (place < all.size())
                all[place].top.push_back({other["token"].text(), other["logProbability"].number().value_or(0)});
        }
        ++place;
    }
    return all;
}

StopReason geminiStop(const JsonValue& reason)
{
    constexpr std::array<std::string_view, 8> kFiltered{"SAFETY",     "RECITATION", "BLOCKLIST",         "PROHIBITED_CONTENT",
                                                        "SPII",       "LANGUAGE",   "IMAGE_SAFETY",      "MODEL_ARMOR"};
    if (reason.is("MAX_TOKENS"))
        return StopReason::MaxTokens;
    const bool filtered = std::any_of(kFiltered.begin(), kFiltered.end(), [&](std::string_view word) { return reason.is(word); });
    return filtered ? StopReason::ContentFilter : StopReason::EndTurn;
}

GeminiErrorWords geminiErrorWords(std::string_view body)
{
    JsonDocument document;
    if (!document.parse(body))
        return {};
    JsonValue root = document.root();
    if (root.isArray() && root.size() > 0)
        root = *root.begin();
    const JsonValue error = root["error"];
    GeminiErrorWords words{error["status"].text(), error["message"].text(), {}, {}};
    for (const JsonValue detail : error["details"]) {
        if (words.reason.empty())
            words.reason = detail["reason"].text();
        if (detail["retryDelay"].isString())
            words.retrySeconds = secondsFrom(detail["retryDelay"].text());
    }
    return words;
}

} // namespace lanyard
