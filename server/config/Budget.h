#pragma once

#include "base/Clock.h"
#include "base/Money.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lanyard {

/// From one reset to the next: local midnight, Monday's midnight, the first of a month; or never.
enum class BudgetPeriod : std::uint8_t { Daily = 1, Weekly, Monthly, Total };
std::string_view toString(BudgetPeriod period);
std::optional<BudgetPeriod> budgetPeriodFrom(std::string_view text);

/// What may be spent in a period, in money, in tokens or in both: whichever is used up first refuses.
struct Budget
{
    std::optional<Money> amount;
    std::optional<std::uint64_t> tokens;
    BudgetPeriod period = BudgetPeriod::Monthly;
    std::string timeZone; ///< IANA name; empty = this machine's

    bool operator==(const Budget&) const = default;
    /// Counts the same: what was spent under one is spent under the other.
    bool samePeriods(const Budget& other) const { return period == other.period && timeZone == other.timeZone; }
};

/// Whose budget.
enum class BudgetOwner : std::uint8_t { User = 1, ApiKey, Group };

/// What the book has for a budget's running period, for whoever counts from there on.
struct BudgetSpend
{
    BudgetOwner owner = BudgetOwner::User;
    std::uint32_t id = 0;
    WallTime periodBegins{};
    Money cost;
    std::uint64_t tokens = 0;
};

/// A budget has passed one of its marks.
struct BudgetAlert
{
    BudgetOwner owner = BudgetOwner::User;
    std::uint32_t id = 0;
    std::string name; ///< of the owner; "alice", "alice/laptop", "family"
    int percent = 0;  ///< 50, 80 or 100
    WallTime at{};
    WallTime periodBegins{};
    std::string text; ///< for people
};

} // namespace lanyard
