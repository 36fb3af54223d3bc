#include "config/Price.h"

namespace lanyard {
namespace {

constexpr std::int64_t kTokensPerPriceUnit = 1'000'000;
constexpr std::int64_t kMicro = 1'000'000;

} // namespace

Money Price::perMillion(TokenBucket bucket) const
{
    switch (bucket) {
    case TokenBucket::Input: return input;
    case TokenBucket::CachedInput: return cachedInput.value_or(input);
    case TokenBucket::CacheWrite5m: return cacheWrite5m.value_or(input);
    case TokenBucket::CacheWrite1h: return cacheWrite1h.value_or(cacheWrite5m.value_or(input));
    case TokenBucket::Output: return output;
    case TokenBucket::Reasoning: return reasoning.value_or(output);
    case TokenBucket::AudioInput: return audioInput.value_or(input);
    case TokenBucket::AudioOutput: return audioOutput.value_or(output);
    }
    return {};
}

const Price& Price::at(WallTime time) const
{
    const Price* price = this;
    for (const DatedPrice& change : changes) {
        if (time < change.effective)
            break;
        price = &change.price;
    }
    return *price;
}

Price Price::forPrompt(std::uint64_t promptTokens) const
{
    Price price = *this;
    for (const PriceTier& tier : tiers) {
        if (promptTokens <= tier.above)
            break;
        price.input = tier.input.value_or(price.input);
        price.output = tier.output.value_or(price.output);
        const auto take = [](std::optional<Money>& into, const std::optional<Money>& from) {
            if (from)
                into = from;
        };
        take(price.cachedInput, tier.cachedInput);
        take(price.cacheWrite5m, tier.cacheWrite5m);
        take(price.cacheWrite1h, tier.cacheWrite1h);
        take(price.reasoning, tier.reasoning);
        take(price.audioInput, tier.audioInput);
        take(price.audioOutput, tier.audioOutput);
    }
    price.tiers.clear();
    return price;
}

Money costOf(const Usage& usage, const Price& price, std::int64_t multiplierMicro)
{
    if (!price.tiers.empty())
        return costOf(usage, price.forPrompt(usage.promptTokens()), multiplierMicro);
    // The multiplier is folded into the price of each bucket at full precision (nano x micro), so that a bucket is
    // rounded once: tokens * (price * multiplier) / (1e6 * 1e6).
    Money sum = Money::fromNano(mulDivRound(price.perCall.nano(), multiplierMicro, kMicro));
    sum += Money::fromNano(mulDivRound(usage.images * price.image.nano(), multiplierMicro, kMicro));
    for (std::size_t i = 0; i < kTokenBuckets; ++i) {
        const auto tokens = static_cast<std::int64_t>(usage.tokens[i]);
        if (tokens == 0)
            continue;
        const std::int64_t perMillion = price.perMillion(static_cast<TokenBucket>(i)).nano();
        if (multiplierMicro == kMicro)
            sum += Money::fromNano(mulDivRound(tokens, perMillion, kTokensPerPriceUnit));
        else
            sum += Money::fromNano(mulDivRound(tokens * multiplierMicro, perMillion, kTokensPerPriceUnit * kMicro));
    }
    return sum;
}

} // namespace lanyard
