#include "protocol/JsonFields.h"

#include <QDateTime>

#include <cmath>

namespace lanyard {
namespace {

/// What stands there, in words that fit into "... must be X, not Y". Never the value: it may be a secret.
QString describe(const QJsonValue& value)
{
    switch (value.type()) {
    case QJsonValue::Null: return QStringLiteral("null");
    case QJsonValue::Bool: return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    case QJsonValue::Double: return QStringLiteral("a number");
    case QJsonValue::String: return QStringLiteral("text");
    case QJsonValue::Array: return QStringLiteral("a list");
    case QJsonValue::Object: return QStringLiteral("an object");
    case QJsonValue::Undefined: break;
    }
    return QStringLiteral("nothing");
}

} // namespace

JsonReading::Inside::Inside(JsonReading& reading, const QString& field) : m_reading(reading), m_length(reading.m_path.size())
{
    if (!reading.m_path.isEmpty() && !field.startsWith(u'['))
        reading.m_path += u'.';
    reading.m_path += field;
}

bool JsonReading::fail(const QString& message)
{
    if (!m_error)
        m_error = Error{ErrorCode::InvalidArgument, message.toStdString()};
    return false;
}

bool JsonReading::wrongType(const QJsonValue& value, const QString& wanted)
{
    const QString where = m_path.isEmpty() ? QStringLiteral("the parameters") : m_path;
    return fail(QStringLiteral("%1 must be %2, not %3").arg(where, wanted, describe(value)));
}

bool JsonReading::missing(const char* field)
{
    const Inside inside(*this, QLatin1String(field));
    return fail(QStringLiteral("%1 is missing").arg(m_path));
}

bool JsonReading::unknown(const QString& field)
{
    const Inside inside(*this, field);
    return fail(QStringLiteral("%1 is not a known field").arg(m_path));
}

bool JsonCodec<bool>::read(const QJsonValue& json, bool& value, JsonReading& reading)
{
    if (!json.isBool())
        return reading.wrongType(json, QStringLiteral("true or false"));
    value = json.toBool();
    return true;
}

bool JsonCodec<QString>::read(const QJsonValue& json, QString& value, JsonReading& reading)
{
    if (!json.isString())
        return reading.wrongType(json, QStringLiteral("text"));
    value = json.toString();
    return true;
}

QJsonValue JsonCodec<Secret>::write(const Secret& value)
{
    return QString::fromUtf8(value.reveal().data(), static_cast<qsizetype>(value.size()));
}

bool JsonCodec<Secret>::read(const QJsonValue& json, Secret& value, JsonReading& reading)
{
    if (!json.isString())
        return reading.wrongType(json, QStringLiteral("text"));
    value = Secret(json.toString().toStdString());
    return true;
}

QJsonValue JsonCodec<Money>::write(Money value)
{
    return QString::fromStdString(value.toString());
}

bool JsonCodec<Money>::read(const QJsonValue& json, Money& value, JsonReading& reading)
{
    const Result<Money> money = Money::parse(json.toString().toStdString());
    if (!json.isString() || !money)
        return reading.wrongType(json, QStringLiteral("an amount in quotes, such as \"2.50\" (at most nine decimals)"));
    value = *money;
    return true;
}

QJsonValue JsonCodec<WallTime>::write(WallTime value)
{
    return QDateTime::fromMSecsSinceEpoch(value.time_since_epoch().count()).toUTC().toString(Qt::ISODateWithMs);
}

bool JsonCodec<WallTime>::read(const QJsonValue& json, WallTime& value, JsonReading& reading)
{
    const QDateTime time = QDateTime::fromString(json.toString(), Qt::ISODateWithMs);
    // Without an offset the moment would depend on where the reader sits.
    if (!time.isValid() || time.timeSpec() == Qt::LocalTime)
        return reading.wrongType(json, QStringLiteral("a time such as \"2026-11-02T10:00:00Z\""));
    value = WallTime{std::chrono::milliseconds{time.toMSecsSinceEpoch()}};
    return true;
}

bool JsonCodec<QJsonObject>::read(const QJsonValue& json, QJsonObject& value, JsonReading& reading)
{
    if (!json.isObject())
        return reading.wrongType(json, QStringLiteral("an object"));
    value = json.toObject();
    return true;
}

QJsonValue JsonCodec<TextMap>::write(const TextMap& map)
{
    QJsonObject json;
    for (const auto& [name, text] : map)
        json.insert(name, text);
    return json;
}

bool JsonCodec<TextMap>::read(const QJsonValue& json, TextMap& map, JsonReading& reading)
{
    if (!json.isObject())
        return reading.wrongType(json, QStringLiteral("an object"));
    map.clear();
    const QJsonObject object = json.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        const JsonReading::Inside inside(reading, it.key());
        if (!JsonCodec<QString>::read(it.value(), map[it.key()], reading))
            return false;
    }
    return true;
}

bool readWhole(const QJsonValue& json, std::int64_t least, std::int64_t most, std::int64_t& value, JsonReading& reading)
{
    // toInteger() gives the fallback for what is no whole number, so two fallbacks tell one apart from a real value.
    const qint64 whole = json.toInteger(0);
    const bool isWhole = json.isDouble() && whole == json.toInteger(1);
    if (!isWhole || whole < least || whole > most)
        return reading.wrongType(json, QStringLiteral("a whole number from %1 to %2").arg(least).arg(most));
    value = whole;
    return true;
}

} // namespace lanyard
