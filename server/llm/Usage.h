#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace lanyard {

/// The disjoint buckets that tokens are billed in. Providers overlap theirs (OpenAI's prompt_tokens holds the cached
/// ones, Anthropic's input_tokens does not); the protocol edge makes them disjoint, once. Reports add them up again.
enum class TokenBucket : std::uint8_t {
    Input,        ///< prompt tokens neither read from nor written to a cache, text and images
    CachedInput,  ///< prompt tokens read from the provider's cache
    CacheWrite5m, ///< prompt tokens written to a cache that lives five minutes
    CacheWrite1h, ///< prompt tokens written to a cache that lives an hour
    Output,       ///< completion tokens, without the two below
    Reasoning,    ///< completion tokens spent on thinking
    AudioInput,
    AudioOutput,
};
inline constexpr std::size_t kTokenBuckets = 8;

/// Where the numbers of a Usage are from. Shown in every row.
enum class UsageBasis : std::uint8_t {
    None,      ///< nothing was produced
    Reported,  ///< the provider's own report
    Counted,   ///< counted by us with the model's own tokenizer
    Estimated, ///< counted with another tokenizer, or by bytes
};

struct Usage
{
    std::array<std::uint64_t, kTokenBuckets> tokens{};
    UsageBasis basis = UsageBasis::None;
    std::uint8_t images = 0; ///< pictures that were made; for prices by the picture (the journal has one byte for it)

    std::uint64_t& operator[](TokenBucket b) { return tokens[static_cast<std::size_t>(b)]; }
    std::uint64_t operator[](TokenBucket b) const { return tokens[static_cast<std::size_t>(b)]; }

    /// The whole prompt, as reports show it.
    std::uint64_t promptTokens() const
    {
        return (*this)[TokenBucket::Input] + (*this)[TokenBucket::CachedInput] + cacheWriteTokens() + (*this)[TokenBucket::AudioInput];
    }
    std::uint64_t cacheWriteTokens() const { return (*this)[TokenBucket::CacheWrite5m] + (*this)[TokenBucket::CacheWrite1h]; }
    /// The whole completion, as reports show it.
    std::uint64_t completionTokens() const
    {
        return (*this)[TokenBucket::Output] + (*this)[TokenBucket::Reasoning] + (*this)[TokenBucket::AudioOutput];
    }
    std::uint64_t total() const { return promptTokens() + completionTokens(); }
    /// There is nothing to pay for.
    bool nothing() const { return total() == 0 && images == 0; }
    bool operator==(const Usage&) const = default;
};

} // namespace lanyard
