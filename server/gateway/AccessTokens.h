#pragma once

#include "base/Clock.h"
#include "base/Ids.h"
#include "providers/ProviderAdapter.h"

#include <map>
#include <mutex>
#include <string>

namespace lanyard {

/// The short-lived tokens of credentials whose kind wants one (ERNIE), shared by all workers: whoever needs one first
/// fetches it, the others wait for it. Kept in memory only.
///
/// Any thread; one lock, held for a look.
class AccessTokens
{
public:
    /// A fetch that did not come back is taken over by the next who asks after this long.
    static constexpr std::chrono::seconds kFetchTime{15};

    struct Look
    {
        std::string token;  ///< good now; "" when there is none
        bool fetch = false; ///< the asker is to fetch one, and to say how it ended
    };
    /// A credential with another secret than before has no token yet.
    Look look(const CredentialConfig& credential, SteadyTime now);
    void keep(const CredentialConfig& credential, const AccessToken& token, SteadyTime now);
    void fetchFailed(CredentialId credential);
    /// The provider does not take it any more.
    void forget(CredentialId credential, std::string_view token);

private:
    struct Entry
    {
        std::size_t secret = 0; ///< hash of the one it was given for
        std::string token;
        SteadyTime until{};
        SteadyTime renewAt{};
        SteadyTime fetchingUntil{};
    };
    Entry& entryFor(const CredentialConfig& credential);

    std::mutex m_mutex; ///< guards what follows
    std::map<CredentialId, Entry> m_entries;
};

} // namespace lanyard
