#pragma once

#include "base/Result.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace lanyard {

/// An amount of US dollars in whole nano-dollars (1e-9 USD). Range: about +-9.2e9 USD.
class Money
{
public:
    constexpr Money() = default;
    static constexpr Money fromNano(std::int64_t nanoUsd) { return Money(nanoUsd); }

    /// Shape: an optional minus, digits, at most nine decimals ("12", "-0.5", "0.001234000").
    /// Errors: InvalidArgument for anything else, more decimals, or out of range.
    static Result<Money> parse(std::string_view text);

    constexpr std::int64_t nano() const { return m_nano; }
    constexpr bool isZero() const { return m_nano == 0; }
    constexpr bool isNegative() const { return m_nano < 0; }

    /// Always nine decimals: "0.001234000". The form of every machine-readable output.
    std::string toString() const;
    /// As short as it can be without losing anything, at least two decimals: "10.00", "0.001234".
    std::string toShortString() const;

    constexpr auto operator<=>(const Money&) const = default;
    constexpr Money operator-() const { return Money(-m_nano); }
    constexpr Money& operator+=(Money other) { m_nano += other.m_nano; return *this; }
    constexpr Money& operator-=(Money other) { m_nano -= other.m_nano; return *this; }
    friend constexpr Money operator+(Money a, Money b) { return a += b; }
    friend constexpr Money operator-(Money a, Money b) { return a -= b; }

private:
    constexpr explicit Money(std::int64_t nanoUsd) : m_nano(nanoUsd) {}
    std::int64_t m_nano = 0;
};

/// a * b / divisor, rounded half up (half away from zero), through a 128-bit product; saturates at the int64 range.
/// `divisor` must be positive. The one place where money is multiplied.
std::int64_t mulDivRound(std::int64_t a, std::int64_t b, std::int64_t divisor);

} // namespace lanyard
