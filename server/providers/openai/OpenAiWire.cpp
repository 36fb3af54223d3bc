#include "providers/openai/OpenAiWire.h"

#include "llm/JsonScan.h"

#include <algorithm>
#include <array>

namespace lanyard {
namespace {

std::uint64_t number(std::string_view raw)
{
    return jsonUnsigned(raw).value_or(0);
}

/// Takes `part` out of `whole`; a report whose parts exceed their whole keeps the whole.
std::uint64_t takeOut(std::uint64_t& whole, std::uint64_t part)
{
    part = std::min(whole, part);
    whole -= part;
    return part;
}

std::string text(std::string_view raw)
{
    if (const auto string = jsonString(raw))
        return *string;
    return raw.empty() || isJsonNull(raw) ? std::string() : std::string(raw); // a code may be a number
}

} // namespace

std::optional<Usage> openAiUsage(std::string_view raw)
{
    std::array top{JsonMember{"prompt_tokens"}, JsonMember{"completion_tokens"}, JsonMember{"prompt_tokens_details"},
                   JsonMember{"completion_tokens_details"}, JsonMember{"prompt_cache_hit_tokens"}, JsonMember{"total_tokens"}};
    if (!isJsonObject(raw) || !scanJsonObject(raw, top))
        return std::nullopt;
    if (top[0].value.empty()) { // the newer names, of responses, pictures and transcripts
        std::array newer{JsonMember{"input_tokens"}, JsonMember{"output_tokens"}, JsonMember{"input_tokens_details"}, JsonMember{"output_tokens_details"}};
        if (!scanJsonObject(raw, newer))
            return std::nullopt;
        for (std::size_t i = 0; i < newer.size(); ++i)
            top[i].value = newer[i].value;
        if (top[0].value.empty() && top[1].value.empty() && top[5].value.empty())
            return std::nullopt; // counted in seconds or not at all
    }
    if (top[0].value.empty() && top[1].value.empty())
        top[0].value = top[5].value; // rerank
    std::array promptParts{JsonMember{"cached_tokens"}, JsonMember{"audio_tokens"}, JsonMember{"cache_write_tokens"}};
    std::array completionParts{JsonMember{"reasoning_tokens"}, JsonMember{"audio_tokens"}};
    if (isJsonObject(top[2].value) && !scanJsonObject(top[2].value, promptParts))
        return std::nullopt;
    if (isJsonObject(top[3].value) && !scanJsonObject(top[3].value, completionParts))
        return std::nullopt;

    std::uint64_t prompt = number(top[0].value);
    std::uint64_t completion = number(top[1].value);
    Usage usage;
    usage.basis = UsageBasis::Reported;
    usage[TokenBucket::CachedInput] = takeOut(prompt, std::max(number(promptParts[0].value), number(top[4].value)));
    usage[TokenBucket::CacheWrite5m] = takeOut(prompt, number(promptParts[2].value));
    usage[TokenBucket::AudioInput] = takeOut(prompt, number(promptParts[1].value));
    usage[TokenBucket::Input] = prompt;
    usage[TokenBucket::Reasoning] = takeOut(completion, number(completionParts[0].value));
    usage[TokenBucket::AudioOutput] = takeOut(completion, number(completionParts[1].value));
    usage[TokenBucket::Output] = completion;
    return usage;
}

OpenAiErrorWords openAiErrorWords(std::string_view body)
{
    std::array top{JsonMember{"error"}, JsonMember{"message"}, JsonMember{"code"}};
    if (!scanJsonObject(body, top))
        return {};
    if (isJsonObject(top[0].value)) {
        std::array inner{JsonMember{"message"}, JsonMember{"type"}, JsonMember{"code"}};
        if (!scanJsonObject(top[0].value, inner))
            return {};
        return {text(inner[0].value), text(inner[1].value), text(inner[2].value)};
    }
    if (!top[0].value.empty())
        return {text(top[0].value), {}, text(top[2].value)};
    return {text(top[1].value), {}, text(top[2].value)};
}

} // namespace lanyard
