#include "config/Budget.h"

#include <array>

namespace lanyard {
namespace {

constexpr std::array<std::string_view, 4> kPeriods{"daily", "weekly", "monthly", "total"};

} // namespace

std::string_view toString(BudgetPeriod period)
{
    return kPeriods.at(static_cast<std::size_t>(period) - 1);
}

std::optional<BudgetPeriod> budgetPeriodFrom(std::string_view text)
{
    for (std::size_t i = 0; i < kPeriods.size(); ++i) {
        if (kPeriods[i] == text)
            return static_cast<BudgetPeriod>(i + 1);
    }
    return std::nullopt;
}

} // namespace lanyard
