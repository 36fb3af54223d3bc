#pragma once

#include "llm/PoolMemory.h"
#include "store/Database.h"

namespace lanyard {

/// What the pool remembers over a restart: refused credentials, quotas, the counts of the day.
///
/// Lives in: the store thread.
class PoolMemoryTable
{
public:
    explicit PoolMemoryTable(Database& database) : m_database(database) {}

    Result<PoolMemory> load();
    /// Makes the tables say `memory` and nothing else; writes only what differs from the last load() or save().
    Result<void> save(const PoolMemory& memory);

private:
    Result<void> write(const CredentialMemory& credential);
    Result<void> removeGone(const PoolMemory& memory);

    Database& m_database;
    PoolMemory m_stored;
};

} // namespace lanyard
