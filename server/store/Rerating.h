#pragma once

#include "config/Snapshot.h"
#include "ledger/Treasury.h"
#include "store/Database.h"

#include <functional>
#include <vector>

namespace lanyard {

/// Puts prices of the past right: what the requests of a period would have cost at the price book of today (with its dated
/// changes: each by the price that holds at the moment it was settled). A charge stays as it was booked; the difference is a
/// row of its own, in the sums of the charge's day. Requests whose model is not configured any more, and pins, stay as they are.
///
/// Lives in: the thread of its database.
class Rerating
{
public:
    Rerating(Database& database, const Snapshot& snapshot) : m_database(database), m_snapshot(snapshot) {}

    /// Reads the period and finds what changes. Errors: InvalidArgument (the period ends before it begins, more changes than are
    /// taken at once), NotFound (no such model or user), those of SQLite.
    Result<RerateReport> prepare(const RerateOrder& order);
    /// What prepare() found, in one transaction, with an entry in the audit trail. `take` takes money from a user's balance
    /// and says how much was there; `giveBack` puts it back: refunds when all is booked, and what was taken when that failed.
    Result<RerateReport> apply(const RerateOrder& order, WallTime now, const std::function<Money(UserId, Money)>& take,
                               const std::function<void(UserId, Money)>& giveBack);

    static Result<std::vector<RerateRow>> list(Database& database);

private:
    struct Change
    {
        std::uint64_t exchange = 0;
        WallTime settled{};
        UserId user;
        std::uint32_t group = 0, key = 0;
        ModelId model;
        std::uint32_t provider = 0, credential = 0;
        Money due; ///< difference of what the user owes for it
        Money cost; ///< what was paid so far
        Money absorbed;
    };
    Result<void> resolve(const RerateOrder& order);
    Result<void> read(const RerateOrder& order);
    std::optional<Money> priceNow(const Rows& row) const;
    Result<void> book(const RerateOrder& order, WallTime now, std::unordered_map<UserId, Money> taken);

    Database& m_database;
    const Snapshot& m_snapshot;
    std::uint32_t m_user = 0;  ///< 0 = all
    std::uint32_t m_model = 0; ///< 0 = all
    std::vector<Change> m_changes;
    RerateReport m_report;
    std::unordered_map<std::uint32_t, std::int64_t> m_multipliers; ///< of groups
};

} // namespace lanyard
