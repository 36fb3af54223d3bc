#pragma once

#include "config/Configuration.h"
#include "store/Database.h"

#include <vector>

namespace lanyard {

/// What budgets have spent in their running periods, from the book.
///
/// Lives in: the store thread.
class SpendQueries
{
public:
    explicit SpendQueries(Database& database) : m_database(database) {}
    /// Of every budget in `now` that `before` does not have with the same periods.
    Result<std::vector<BudgetSpend>> newBudgets(const Configuration& before, const Configuration& now, WallTime time);

private:
    Result<void> add(BudgetOwner owner, std::uint32_t id, const std::optional<Budget>& before, const std::optional<Budget>& now, WallTime time);

    Database& m_database;
    std::vector<BudgetSpend> m_spends;
};

} // namespace lanyard
