#pragma once

#include "base/Clock.h"
#include "config/Configuration.h"
#include "store/Database.h"
#include "vault/Vault.h"

#include <string>
#include <vector>

namespace lanyard {

struct LoadedConfiguration
{
    Configuration configuration;
    std::vector<std::string> warnings; ///< secrets that do not open
};

/// The owner's configuration in the database. Removed objects are archived: their rows keep id and name, their secrets go.
///
/// Lives in: the store thread.
class ConfigTables
{
public:
    ConfigTables(Database& database, const Vault& vault, const Clock& clock)
        : m_database(database), m_vault(vault), m_clock(clock) {}

    /// Secrets that the vault cannot open are absent (`key == nullopt`), the rest is whole.
    Result<LoadedConfiguration> load();
    /// Writes what differs; to be called within a transaction. A secret that is absent in `after` stays as it is stored.
    /// Errors: Locked (a new secret while the vault is), InvalidArgument (a name that refers to nothing), those of SQLite.
    Result<void> save(const Configuration& before, const Configuration& after);

private:
    Database& m_database;
    const Vault& m_vault;
    const Clock& m_clock;
};

} // namespace lanyard
