#include "config/ConfigNodeJson.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QLocale>
#include <QVariant>

namespace lanyard {
namespace {

ConfigNode number(const QJsonValue& value)
{
    // Qt keeps whole numbers as 64-bit integers; toDouble() would round the large ones.
    if (value.toVariant().typeId() == QMetaType::LongLong)
        return ConfigNode::text(std::to_string(value.toInteger()));
    return ConfigNode::text(QByteArray::number(value.toDouble(), 'f', QLocale::FloatingPointShortest).toStdString());
}

} // namespace

ConfigNode configNodeFromJson(const QJsonValue& value)
{
    switch (value.type()) {
    case QJsonValue::Bool: return ConfigNode::text(value.toBool() ? "true" : "false");
    case QJsonValue::Double: return number(value);
    case QJsonValue::String: return ConfigNode::text(value.toString().toStdString());
    case QJsonValue::Array: {
        ConfigNode list = ConfigNode::list();
        for (const QJsonValue item : value.toArray())
            list.items.push_back(configNodeFromJson(item));
        return list;
    }
    case QJsonValue::Object: {
        ConfigNode map = ConfigNode::map();
        const QJsonObject object = value.toObject();
        for (auto field = object.begin(); field != object.end(); ++field)
            map.fields.emplace_back(field.key().toStdString(), configNodeFromJson(field.value()));
        return map;
    }
    case QJsonValue::Null:
    case QJsonValue::Undefined: break;
    }
    return {};
}

} // namespace lanyard
