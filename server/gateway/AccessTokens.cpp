#include "gateway/AccessTokens.h"

#include <algorithm>
#include <functional>

namespace lanyard {
namespace {

/// Renewed this long before the end, or when a tenth of its life is left if that is shorter.
constexpr std::chrono::seconds kRenewBefore{3600};

} // namespace

AccessTokens::Entry& AccessTokens::entryFor(const CredentialConfig& credential)
{
    const std::size_t secret = std::hash<std::string_view>{}(credential.key ? credential.key->reveal() : std::string_view{});
    Entry& entry = m_entries[credential.id];
    if (entry.secret != secret) {
        entry = {};
        entry.secret = secret;
    }
    return entry;
}

AccessTokens::Look AccessTokens::look(const CredentialConfig& credential, SteadyTime now)
{
    const std::scoped_lock lock(m_mutex);
    Entry& entry = entryFor(credential);
    Look look;
    if (!entry.token.empty() && now < entry.until)
        look.token = entry.token;
    if ((look.token.empty() || now >= entry.renewAt) && now >= entry.fetchingUntil) {
        entry.fetchingUntil = now + kFetchTime;
        look.fetch = true;
    }
    return look;
}

void AccessTokens::keep(const CredentialConfig& credential, const AccessToken& token, SteadyTime now)
{
    const std::scoped_lock lock(m_mutex);
    Entry& entry = entryFor(credential);
    entry.token = token.value;
    entry.until = now + token.lifetime;
    entry.renewAt = entry.until - std::min(kRenewBefore, token.lifetime / 10);
    entry.fetchingUntil = {};
}

void AccessTokens::fetchFailed(CredentialId credential)
{
    const std::scoped_lock lock(m_mutex);
    if (const auto entry = m_entries.find(credential); entry != m_entries.end())
        entry->second.fetchingUntil = {};
}

void AccessTokens::forget(CredentialId credential, std::string_view token)
{
    const std::scoped_lock lock(m_mutex);
    if (const auto entry = m_entries.find(credential); entry != m_entries.end() && entry->second.token == token)
        entry->second.token.clear();
}

} // namespace lanyard
