#include "gateway/UsageCount.h"

#include "gateway/Estimate.h"
#include "tokens/ModelEncoding.h"
#include "tokens/PromptTokens.h"

#include <algorithm>

namespace lanyard {
namespace {

constexpr std::size_t kQuicklyCountedBytes = std::size_t{64} * 1024;

TokenCount outputOf(const Tokenizer& tokenizer, const UncountedAnswer& answer, std::uint64_t estimate)
{
    if (!answer.body.empty())
        return answerTokens(tokenizer, answer.body).value_or(TokenCount{estimate, false});
    if (!answer.produced.text().empty()) {
        const std::uint64_t kept = tokenizer.count(answer.produced.text());
        if (answer.produced.whole())
            return {kept, true};
        return {std::max(kept, kept * answer.textBytes / answer.produced.text().size()),
                false}; // the rest like the beginning
    }
    return {estimate, answer.textBytes == 0};
}

/// Anthropic reports the prompt at the beginning of a stream and the completion at its end.
Usage completed(Usage reported, std::uint64_t more, bool exact)
{
    reported[TokenBucket::Output] += more;
    if (more > 0)
        reported.basis = exact ? UsageBasis::Counted : UsageBasis::Estimated;
    return reported;
}

} // namespace

Usage countedUsage(const UncountedAnswer& answer)
{
    const ModelEncoding encoding = encodingOf(answer.model);
    const Tokenizer& tokenizer = Tokenizer::of(encoding.encoding);
    if (answer.reported)
        return completed(*answer.reported, tokenizer.count(answer.produced.unreported()),
                         encoding.exact && answer.produced.whole());
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
