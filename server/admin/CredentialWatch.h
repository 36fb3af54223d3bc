#pragma once

#include "admin/AdminServices.h"

#include <map>
#include <utility>
#include <vector>

namespace lanyard {

/// Which credentials are in another state than the last time somebody looked.
///
/// Lives in: the admin thread. Asked while somebody wants to be told, and only then.
class CredentialWatch
{
public:
    explicit CredentialWatch(const AdminServices& services) : m_services(services) {}

    /// The first call after forget() only looks.
    std::vector<CredentialInfo> changes();
    void forget() { m_known.reset(); }

private:
    using Name = std::pair<QString, QString>;  ///< provider, credential
    using State = std::pair<QString, QString>; ///< state, reason

    const AdminServices& m_services;
    std::optional<std::map<Name, State>> m_known;
};

} // namespace lanyard
