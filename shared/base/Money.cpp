#include "base/Money.h"

#include <algorithm>
#include <cassert>
#include <limits>

#if defined(_MSC_VER) && !defined(__clang__)
#include <intrin.h>
#endif

namespace lanyard {
namespace {

constexpr std::int64_t kNanoPerDollar = 1'000'000'000;
constexpr std::size_t kDecimals = 9;

Error notAnAmount(std::string_view text)
{
    return {ErrorCode::InvalidArgument,
            "\"" + std::string(text) + "\" is not an amount: write digits with at most nine decimals, like \"2.50\""};
}

std::string format(std::int64_t nano, std::size_t minimumDecimals)
{
    const bool negative = nano < 0;
    // Through unsigned: the smallest int64 has no positive twin.
    const std::uint64_t magnitude = negative ? 0 - static_cast<std::uint64_t>(nano) : static_cast<std::uint64_t>(nano);
    std::string fraction = std::to_string(magnitude % kNanoPerDollar);
    fraction.insert(0, kDecimals - fraction.size(), '0');
    while (fraction.size() > minimumDecimals && fraction.back() == '0')
        fraction.pop_back();
    return (negative ? "-" : "") + std::to_string(magnitude / kNanoPerDollar) + "." + fraction;
}

} // namespace

Result<Money> Money::parse(std::string_view text)
{
    std::string_view rest = text;
    const bool negative = !rest.empty() && rest.front() == '-';
    if (negative)
        rest.remove_prefix(1);
    const std::size_t dot = rest.find('.');
    const std::string_view whole = rest.substr(0, dot);
    const std::string_view fraction = dot == std::string_view::npos ? std::string_view{} : rest.substr(dot + 1);
    if (whole.empty() || whole.size() > 10 || fraction.size() > kDecimals || (dot != std::string_view::npos && fraction.empty()))
        return notAnAmount(text);

    std::uint64_t nano = 0;
    const auto push = [&](char c) {
        nano = nano * 10 + static_cast<std::uint64_t>(c - '0');
        return c >= '0' && c <= '9';
    };
    for (const char c : whole) {
        if (!push(c))
            return notAnAmount(text);
    }
    for (std::size_t i = 0; i < kDecimals; ++i) {
        if (!push(i < fraction.size() ? fraction[i] : '0'))
            return notAnAmount(text);
    }
    if (nano > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return notAnAmount(text);
    const auto value = static_cast<std::int64_t>(nano);
    return Money(negative ? -value : value);
}

std::string Money::toString() const
{
    return format(m_nano, kDecimals);
}

std::string Money::toShortString() const
{
    return format(m_nano, 2);
}

std::int64_t mulDivRound(std::int64_t a, std::int64_t b, std::int64_t divisor)
{
    assert(divisor > 0);
    const bool negative = (a < 0) != (b < 0);
    const auto magnitude = [](std::int64_t v) { return v < 0 ? 0 - static_cast<std::uint64_t>(v) : static_cast<std::uint64_t>(v); };
    constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    const auto d = static_cast<std::uint64_t>(divisor);
    std::uint64_t quotient = kMax;
#if defined(__SIZEOF_INT128__)
    __extension__ using Wide = unsigned __int128;
    const Wide rounded = (static_cast<Wide>(magnitude(a)) * magnitude(b) + d / 2) / d;
    if (rounded <= kMax)
        quotient = static_cast<std::uint64_t>(rounded);
#else
    std::uint64_t high = 0;
    std::uint64_t low = _umul128(magnitude(a), magnitude(b), &high);
    high += _addcarry_u64(0, low, d / 2, &low);
    std::uint64_t remainder = 0;
    if (high < d) // else the quotient needs more than 64 bits
        quotient = std::min(kMax, _udiv128(high, low, d, &remainder));
#endif
    const auto value = static_cast<std::int64_t>(quotient);
    return negative ? -value : value;
}

} // namespace lanyard
