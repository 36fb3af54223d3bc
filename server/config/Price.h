#pragma once

#include "base/Clock.h"
#include "base/Money.h"
#include "llm/Usage.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace lanyard {

/// Other prices for requests whose whole prompt has more than `above` tokens; what is absent stays as it is below.
struct PriceTier
{
    std::uint64_t above = 0;
    std::optional<Money> input;
    std::optional<Money> output;
    std::optional<Money> cachedInput;
    std::optional<Money> cacheWrite5m;
    std::optional<Money> cacheWrite1h;
    std::optional<Money> reasoning;
    std::optional<Money> audioInput;
    std::optional<Money> audioOutput;

    bool operator==(const PriceTier&) const = default;
};

struct DatedPrice;

/// Nano-USD per million tokens, per bucket. A bucket without a price of its own takes its neighbour's: cached input and
/// cache writes the input price, reasoning the output price, audio the text price of its direction.
struct Price
{
    Money input;
    Money output;
    std::optional<Money> cachedInput;
    std::optional<Money> cacheWrite5m;
    std::optional<Money> cacheWrite1h;
    std::optional<Money> reasoning;
    std::optional<Money> audioInput;
    std::optional<Money> audioOutput;
    Money perCall; ///< nano-USD for each exchange that is paid for
    std::vector<PriceTier> tiers = {}; ///< by `above`, ascending
    Money image; ///< nano-USD for each picture that is made
    std::vector<DatedPrice> changes = {}; ///< what takes its place from a date on, ascending; these have no changes of their own

    bool operator==(const Price&) const;
    Money perMillion(TokenBucket bucket) const;
    /// The price that holds then: this one, or the last change that has begun.
    const Price& at(WallTime time) const;
    /// As it is for a prompt of so many tokens: the last tier that it is above of.
    Price forPrompt(std::uint64_t promptTokens) const;
};

struct DatedPrice
{
    WallTime effective{};
    Price price;

    bool operator==(const DatedPrice&) const = default;
};

inline bool Price::operator==(const Price&) const = default;

/// What `usage` costs at `price` times `multiplierMicro` / 1e6. Rounded half up once per bucket (multiplier included).
/// Dated changes are the caller's business: see Price::at().
/// Source of the rule: ARCHITECTURE, "Money".
Money costOf(const Usage& usage, const Price& price, std::int64_t multiplierMicro);

} // namespace lanyard
