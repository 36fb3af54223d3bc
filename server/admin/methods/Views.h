#pragma once

#include "admin/AdminServices.h"

#include <QString>
#include <QStringList>

#include <string_view>

namespace lanyard {

// From the service's own values to what the protocol shows. Never a secret.

inline QString toText(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

/// 1,500,000 -> "1.5", 1,000,000 -> "1.0"
QString multiplierText(std::int64_t micro);
QStringList toTexts(const std::vector<std::string>& texts);
LimitsInfo limitsInfo(const Limits& limits);
PriceInfo priceInfo(const Price& price);

CredentialInfo credentialInfo(const AdminServices& services, const ProviderConfig& provider, const CredentialConfig& credential);
ProviderInfo providerInfo(const AdminServices& services, const ProviderConfig& provider);
ModelInfo modelInfo(const Snapshot& snapshot, const ModelConfig& model);
GroupInfo groupInfo(const AdminServices& services, const Configuration& configuration, const GroupConfig& group);
KeyInfo keyInfo(const AdminServices& services, const UserConfig& user, const ApiKeyConfig& key);
UserInfo userInfo(const AdminServices& services, const UserConfig& user);

/// The element of `objects` with this name; null when there is none.
template<class T>
const T* findByName(const std::vector<T>& objects, const QString& name)
{
    const std::string wanted = name.toStdString();
    for (const T& object : objects) {
        if (object.name == wanted)
            return &object;
    }
    return nullptr;
}

/// "there is no provider \"x\"; `lanyard provider list` shows them all"
Error notFound(const QString& kind, const QString& name);

} // namespace lanyard
