#pragma once

#include "base/Money.h"
#include "base/Result.h"
#include "llm/Usage.h"
#include "store/Database.h"

#include <array>
#include <compare>
#include <cstdint>
#include <map>

namespace lanyard {

/// What one line of the daily sums is about. 0 = none.
struct SumKey
{
    std::int64_t day = 0; ///< UTC, since 1970
    /// User, group, API key, model, provider, credential: the dimensions, in the order of their numbers in dimension_sums.
    std::array<std::uint32_t, 6> ids{};

    auto operator<=>(const SumKey&) const = default;
};

struct SumLine
{
    std::uint64_t requests = 0, failed = 0;
    std::array<std::uint64_t, kTokenBuckets> tokens{};
    Money cost, absorbed, upstreamCost;

    SumLine& operator+=(const SumLine& other);
};

/// What a batch adds to the daily sums, `rollups` and `dimension_sums`: added up here, written once for each line at the end.
class LedgerSums
{
public:
    SumLine& of(const SumKey& key) { return m_lines[key]; }
    /// Inside of the batch's transaction.
    Result<void> write(Database& database) const;

private:
    std::map<SumKey, SumLine> m_lines;
};

} // namespace lanyard
