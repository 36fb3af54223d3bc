#pragma once

#include "config/Snapshot.h"
#include "ledger/Treasury.h"
#include "store/Database.h"
#include "store/LedgerTables.h"
#include "vault/ApiKeys.h"

namespace lanyard {

/// Codes that are worth money once. Kept as keyed hashes, like API keys.
/// Shape of a code: "LAN-" and four groups of four letters and digits; case, dashes and blanks do not matter.
///
/// Lives in: the store thread.
class VoucherTable
{
public:
    VoucherTable(Database& database, LedgerTables& ledger, const ApiKeyHasher& hasher) : m_database(database), m_ledger(ledger), m_hasher(hasher) {}

    Result<std::vector<Secret>> create(const VoucherOrder& order, WallTime now);
    Result<std::vector<VoucherRow>> list();
    /// Books the deposit in the same commit that uses the code up.
    Result<Money> redeem(const Secret& code, UserId user, WallTime now);

private:
    Database& m_database;
    LedgerTables& m_ledger;
    const ApiKeyHasher& m_hasher;
};

} // namespace lanyard
