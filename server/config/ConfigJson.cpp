#include "config/ConfigJson.h"

#include "config/ConfigFields.h"
#include "settings/SettingsCatalogue.h"

namespace lanyard {
namespace {

using namespace Qt::StringLiterals;

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QJsonValue scalarJson(const ConfigNode& node, FieldShape shape)
{
    switch (shape) {
    case FieldShape::Number:
    case FieldShape::NumberMap: return text(node.scalar).toLongLong();
    case FieldShape::Bool: return node.scalar == "true";
    default: return text(node.scalar);
    }
}

QJsonValue nodeJson(const ConfigNode& node, FieldShape shape)
{
    switch (node.kind) {
    case ConfigNode::Kind::Null: return QJsonValue::Null;
    case ConfigNode::Kind::Scalar: return scalarJson(node, shape);
    case ConfigNode::Kind::Sequence: {
        QJsonArray list;
        for (const ConfigNode& item : node.items)
            list.append(nodeJson(item, shape));
        return list;
    }
    case ConfigNode::Kind::Map: break;
    }
    QJsonObject map;
    for (const auto& [key, value] : node.fields)
        map.insert(text(key), nodeJson(value, shape));
    return map;
}

template<class T>
QJsonObject fieldsJson(const T& object)
{
    QJsonObject json;
    for (const Field<T>& field : fieldsOf<T>().fields) {
        if (field.write)
            json.insert(text(field.key), nodeJson(field.write(object, WriteMode::Full), field.shape));
    }
    return json;
}

template<class T>
QJsonObject namedJson(const T& object)
{
    QJsonObject json = fieldsJson(object);
    json.insert("id"_L1, static_cast<qint64>(object.id.value));
    json.insert("name"_L1, text(object.name));
    return json;
}

template<class T>
QJsonArray listJson(const std::vector<T>& objects, QJsonObject (*one)(const T&))
{
    QJsonArray list;
    for (const T& object : objects)
        list.append(one(object));
    return list;
}

} // namespace

QJsonObject proxyJson(const ProxyConfig& proxy)
{
    return namedJson(proxy);
}

QJsonObject providerJson(const ProviderConfig& provider)
{
    QJsonObject json = namedJson(provider);
    json.insert("credentials"_L1, listJson(provider.credentials, credentialJson));
    return json;
}

QJsonObject credentialJson(const CredentialConfig& credential)
{
    QJsonObject json = namedJson(credential);
    json.insert("key_prefix"_L1, text(credential.keyPrefix));
    if (credential.key)
        json.insert("has_key"_L1, !credential.key->empty());
    return json;
}

QJsonObject modelJson(const ModelConfig& model)
{
    QJsonObject json = namedJson(model);
    json.insert("routes"_L1, listJson(model.routes, routeJson));
    return json;
}

QJsonObject routeJson(const RouteConfig& route)
{
    QJsonObject json = fieldsJson(route);
    json.insert("id"_L1, static_cast<qint64>(route.id.value));
    json.insert("provider"_L1, text(route.provider));
    json.insert("model"_L1, text(route.upstreamModel));
    return json;
}

QJsonObject groupJson(const GroupConfig& group)
{
    return namedJson(group);
}

QJsonObject userJson(const UserConfig& user)
{
    QJsonObject json = namedJson(user);
    json.insert("keys"_L1, listJson(user.keys, apiKeyJson));
    return json;
}

QJsonObject apiKeyJson(const ApiKeyConfig& key)
{
    QJsonObject json = namedJson(key);
    json.insert("prefix"_L1, text(key.prefix));
    json.insert("revoked"_L1, key.revoked);
    return json;
}

QJsonObject priceJson(const Price& price)
{
    return fieldsJson(price);
}

QJsonArray settingsJson(const Configuration& configuration)
{
    const SettingValues values(configuration.settings);
    QJsonArray list;
    for (const Setting& setting : SettingsCatalogue::all()) {
        list.append(QJsonObject{
            {"key"_L1, text(setting.key)},
            {"value"_L1, setting.secret ? QString() : text(values.text(setting.key))},
            {"default"_L1, text(setting.defaultValue)},
            {"needs_restart"_L1, setting.needsRestart},
        });
    }
    return list;
}

} // namespace lanyard
