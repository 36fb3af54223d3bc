#pragma once

#include "base/Clock.h"
#include "config/Configuration.h"
#include "store/Database.h"
#include "vault/Vault.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace lanyard {

/// One writing of the difference between two configurations: what is gone is archived first, so that its name is free,
/// then what is new or changed is written, what is referred to before what refers to it.
class ConfigSaver
{
public:
    ConfigSaver(Database& database, const Vault& vault, WallTime now, const Configuration& before, const Configuration& after)
        : m_database(database), m_vault(vault), m_now(now), m_before(before), m_after(after) {}
    Result<void> save();

private:
    /// An object where it stands: its place in its list and its parent's id.
    template<class Object>
    struct Placed
    {
        const Object* object = nullptr;
        std::uint32_t position = 0;
        std::uint32_t parent = 0;

        bool operator==(const Placed& other) const
        {
            return position == other.position && parent == other.parent && *object == *other.object;
        }
    };
    template<class Object>
    using ById = std::map<std::uint32_t, Placed<Object>>;

    template<class Object>
    static void place(ById<Object>& into, const std::vector<Object>& list, std::uint32_t parent = 0);
    template<class Object>
    Result<void> archiveGone(const ById<Object>& before, const ById<Object>& after, std::string_view sql);
    template<class Object, class Write>
    Result<void> writeChanged(const ById<Object>& before, const ById<Object>& after, Write write);
    template<class... Values>
    Result<void> run(std::string_view sql, const Values&... values);
    template<class Object>
    static std::uint32_t idOf(const std::vector<Object>& list, std::string_view name);

    Result<void> saveSettings();
    Result<void> archive();
    Result<void> write();
    Result<void> writeProxy(const Placed<ProxyConfig>& placed, const ProxyConfig* before);
    Result<void> writeProvider(const Placed<ProviderConfig>& placed, const ProviderConfig* before);
    Result<void> writeSecretHeaders(const ProviderConfig& provider, const ProviderConfig* before);
    Result<void> writeCredential(const Placed<CredentialConfig>& placed, const CredentialConfig* before);
    Result<void> writeModel(const Placed<ModelConfig>& placed);
    Result<void> writeRoute(const Placed<RouteConfig>& placed);
    Result<void> writeGroup(const Placed<GroupConfig>& placed);
    Result<void> writeUser(const Placed<UserConfig>& placed);
    Result<void> writeKey(const Placed<ApiKeyConfig>& placed);
    Result<void> writeSecret(std::string_view sql, SealOwner owner, const Secret& secret);

    struct Objects
    {
        explicit Objects(const Configuration& configuration);
        ById<ProxyConfig> proxies;
        ById<ProviderConfig> providers;
        ById<CredentialConfig> credentials;
        ById<ModelConfig> models;
        ById<RouteConfig> routes;
        ById<GroupConfig> groups;
        ById<UserConfig> users;
        ById<ApiKeyConfig> keys;
    };

    Database& m_database;
    const Vault& m_vault;
    const WallTime m_now;
    const Configuration& m_before;
    const Configuration& m_after;
    const Objects m_old{m_before};
    const Objects m_new{m_after};
};

} // namespace lanyard
