#pragma once

#include "store/ConfigTables.h"

#include <cstdint>
#include <unordered_map>

namespace lanyard {

/// One reading of the configuration's tables: one method a table.
class ConfigLoader
{
public:
    ConfigLoader(Database& database, const Vault& vault) : m_database(database), m_vault(vault) {}
    Result<LoadedConfiguration> load();

private:
    template<class Take>
    Result<void> each(std::string_view sql, Take take);
    /// Nothing when the vault cannot open it; empty for NULL.
    std::optional<Secret> unseal(SealOwner owner, const Rows& rows, int column);

    Result<void> settings();
    Result<void> proxies();
    Result<void> providers();
    void openHeaders(ProviderConfig& provider, const Rows& rows, int column);
    Result<void> credentials();
    Result<void> models();
    Result<void> routes();
    Result<void> groups();
    Result<void> users();
    Result<void> keys();

    Database& m_database;
    const Vault& m_vault;
    LoadedConfiguration m_loaded;
    Configuration& m_configuration = m_loaded.configuration;
    std::unordered_map<std::uint32_t, std::size_t> m_userIndex;
};

} // namespace lanyard
