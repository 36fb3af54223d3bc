#include "admin/CredentialWatch.h"

#include "admin/methods/Views.h"

namespace lanyard {

std::vector<CredentialInfo> CredentialWatch::changes()
{
    std::vector<CredentialInfo> changed;
    std::map<Name, State> now;
    const auto snapshot = m_services.snapshots.current();
    for (const ProviderConfig& provider : snapshot->configuration().providers) {
        for (const CredentialConfig& credential : provider.credentials) {
            CredentialInfo info = credentialInfo(m_services, provider, credential);
            const Name name{info.provider, info.name};
            const State state{info.state, info.reason};
            now[name] = state;
            if (!m_known)
                continue;
            const auto before = m_known->find(name);
            if (before == m_known->end() || before->second != state)
                changed.push_back(std::move(info));
        }
    }
    m_known = std::move(now);
    return changed;
}

} // namespace lanyard
