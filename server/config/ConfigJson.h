#pragma once

#include "config/Configuration.h"

#include <QJsonArray>
#include <QJsonObject>

namespace lanyard {

// Objects as the admin protocol shows them: keys as in the declarative file, plus `id`. No secret is ever part of it: a
// credential has `key_prefix` and `has_key` (absent while the vault is locked), an API key has `prefix`.
// Shape: whole numbers and booleans as such, amounts as decimal strings, what is not set as null.

QJsonObject proxyJson(const ProxyConfig& proxy);
QJsonObject providerJson(const ProviderConfig& provider); ///< with `credentials`
QJsonObject credentialJson(const CredentialConfig& credential);
QJsonObject modelJson(const ModelConfig& model); ///< with `routes`
QJsonObject routeJson(const RouteConfig& route);
QJsonObject groupJson(const GroupConfig& group);
QJsonObject userJson(const UserConfig& user); ///< with `keys`
QJsonObject apiKeyJson(const ApiKeyConfig& key);
QJsonObject priceJson(const Price& price);

/// Every setting: {key, value, default, needs_restart}, in the catalogue's order; values in normal form, secrets empty.
QJsonArray settingsJson(const Configuration& configuration);

} // namespace lanyard
