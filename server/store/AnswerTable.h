#pragma once

#include "ledger/KeptAnswer.h"
#include "store/Database.h"
#include "vault/Vault.h"

#include <cstdint>
#include <vector>

namespace lanyard {

/// Answers that whoever repeats a request with its Idempotency-Key is given, also after a restart. They are what people said
/// to models: sealed. While the vault is locked none is kept and none is read.
///
/// Lives in: the store thread.
class AnswerTable
{
public:
    AnswerTable(Database& database, const Vault& vault) : m_database(database), m_vault(vault) {}

    /// Those whose window is open, oldest first.
    Result<std::vector<KeptAnswer>> load(WallTime now);
    /// In place of an older one of the same key. Those whose window is over go, and the oldest above `mostBytes` in all.
    Result<void> keep(const KeptAnswer& answer, WallTime now, std::uint64_t mostBytes);

private:
    Database& m_database;
    const Vault& m_vault;
};

} // namespace lanyard
