#pragma once

#include "base/Clock.h"
#include "ledger/LedgerSink.h"
#include "ledger/Treasury.h"
#include "store/Database.h"

#include <string>
#include <string_view>
#include <unordered_map>

namespace lanyard {

/// The money book: charges, roll-ups, deposits, and how far the journal is in it. A balance is deposits minus charges.
///
/// Lives in: the store thread.
class LedgerTables
{
public:
    explicit LedgerTables(Database& database) : m_database(database) {}

    /// The whole batch in one commit; an exchange that is known already changes nothing.
    Result<void> book(const DrainBatch& batch);
    Result<LedgerSink::State> journalState();

    /// Within a transaction of the caller, or alone.
    /// `credit`: what the balance grows by. Returns the deposit's number.
    Result<std::int64_t> deposit(UserId user, const DepositOrder& order, Money credit, WallTime now);
    /// What is left to every user with a deposit; the others pay afterwards and are not in it.
    Result<std::unordered_map<UserId, Money>> balances();
    Result<Money> balance(UserId user);

    /// Proves that the roll-ups are the sums of the rows. Reads everything. Errors: Corrupt, with the difference.
    Result<void> verify();

private:
    Database& m_database;
};

} // namespace lanyard
