#include "gateway/UsageCount.h"

#include "gateway/Estimate.h"
#include "tokens/ModelEncoding.h"
#include "tokens/PromptTokens.h"


namespace lanyard {
namespace {

constexpr std::size_t kQuicklyCountedBytes = std::size_t{64} * 1024;

/// What was not kept counts like what was.
TokenCount unreportedTokens(const Tokenizer& tokenizer, const ProducedText& produced)
{
    const bool whole = produced.unreported().size() == produced.unreportedBytes();
    const std::string_view kept = produced.unreported().empty() ? produced.text() : produced.unreported();
    if (whole || kept.empty())
        return {tokenizer.count(produced.unreported()), whole};
    return {tokenizer.count(kept) * produced.unreportedBytes() / kept.size(), false};
}

TokenCount outputOf(const Tokenizer& tokenizer, const UncountedAnswer& answer, std::uint64_t estimate)
{
    if (!answer.body.empty())
        return answerTokens(tokenizer, answer.body).value_or(TokenCount{estimate, false});
    if (!answer.produced.text().empty())
        return unreportedTokens(tokenizer, answer.produced);
    return {estimate, answer.textBytes == 0};
}

/// Anthropic reports the prompt at the beginning of a stream and the completion at its end.
Usage completed(Usage reported, TokenCount more, bool exactEncoding)
{
    reported[TokenBucket::Output] += more.tokens;
    if (more.tokens > 0)
        reported.basis = exactEncoding && more.exact ? UsageBasis::Counted : UsageBasis::Estimated;
    return reported;
}

} // namespace

Usage countedUsage(const UncountedAnswer& answer)
{
    const ModelEncoding encoding = encodingOf(answer.model);
    const Tokenizer& tokenizer = Tokenizer::of(encoding.encoding);
    if (answer.reported)
        return completed(*answer.reported, unreportedTokens(tokenizer, answer.produced), encoding.exact);
    const Usage byBytes = likelyUsage(answer.prompt.size(), answer.textBytes);
    const TokenCount input =
        promptTokens(tokenizer, answer.model, answer.prompt).value_or(TokenCount{byBytes[TokenBucket::Input], false});
    const TokenCount output = outputOf(tokenizer, answer, byBytes[TokenBucket::Output]);
    Usage usage;
    usage[TokenBucket::Input] = input.tokens;
    usage[TokenBucket::Output] = output.tokens;
    usage.basis = encoding.exact && input.exact && output.exact ? UsageBasis::Counted : UsageBasis::Estimated;
    return usage;
}

bool isQuicklyCounted(const UncountedAnswer& answer)
{
    return answer.bytes() <= kQuicklyCountedBytes && Tokenizer::ifLoaded(encodingOf(answer.model).encoding);
}

} // namespace lanyard
