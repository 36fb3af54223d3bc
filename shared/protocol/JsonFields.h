#pragma once

#include "base/Clock.h"
#include "base/Money.h"
#include "base/Result.h"
#include "base/Secret.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

namespace lanyard {

// How a struct becomes JSON and back from one list of its fields, so that every name is written once:
//
//     struct Point
//     {
//         int x = 0;
//         std::optional<int> y;
//         static constexpr auto fields() { return std::tuple{must("x", &Point::x), may("y", &Point::y)}; }
//     };
//
// `must` fields have to be there; an absent `may` field keeps the struct's own default. Empty optionals and absent
// patches are not written at all.

template<class S, class T>
struct JsonField
{
    const char* name; ///< ASCII
    T S::*member;
    bool required;
};

template<class S, class T>
constexpr JsonField<S, T> must(const char* name, T S::*member)
{
    return {name, member, true};
}

template<class S, class T>
constexpr JsonField<S, T> may(const char* name, T S::*member)
{
    return {name, member, false};
}

/// One field of a change: left alone (absent), cleared (JSON null) or set.
template<class T>
class Patch
{
public:
    Patch() = default;
    Patch(T value) : m_present(true), m_value(std::move(value)) {}
    static Patch cleared()
    {
        Patch patch;
        patch.m_present = true;
        return patch;
    }

    bool isPresent() const { return m_present; }
    const std::optional<T>& value() const { return m_value; }
    bool operator==(const Patch&) const = default;

private:
    bool m_present = false;
    std::optional<T> m_value;
};

/// Reading in progress. Strict reading (what a client sends) refuses unknown fields; tolerant reading (what a service
/// of another version answers) passes over them. Keeps the first error only.
class JsonReading
{
public:
    enum class Mode { Strict, Tolerant };

    explicit JsonReading(Mode mode) : m_mode(mode) {}

    bool strict() const { return m_mode == Mode::Strict; }
    const std::optional<Error>& error() const { return m_error; }

    /// `field` names where the reader stands, for as long as the returned guard lives: "limits", "routes[2]".
    class Inside
    {
    public:
        Inside(JsonReading& reading, const QString& field);
        ~Inside() { m_reading.m_path.truncate(m_length); }
        Inside(const Inside&) = delete;
        Inside& operator=(const Inside&) = delete;

    private:
        JsonReading& m_reading;
        qsizetype m_length;
    };

    /// Always false, so that a codec can `return reading.wrongType(...)`. `wanted`: "text", "a whole number from 0 to 9".
    bool wrongType(const QJsonValue& value, const QString& wanted);
    bool missing(const char* field);
    bool unknown(const QString& field);

private:
    bool fail(const QString& message);

    Mode m_mode;
    QString m_path;
    std::optional<Error> m_error;
};

/// How one C++ type is written in JSON. Specialised below; a struct with fields() needs nothing more.
template<class T>
struct JsonCodec;

template<class S>
concept HasJsonFields = requires { S::fields(); };

template<HasJsonFields S>
QJsonObject writeObject(const S& object);
template<HasJsonFields S>
bool readObject(const QJsonObject& json, S& object, JsonReading& reading);

template<HasJsonFields S>
struct JsonCodec<S>
{
    static QJsonValue write(const S& object) { return writeObject(object); }
    static bool read(const QJsonValue& json, S& object, JsonReading& reading)
    {
        return json.isObject() ? readObject(json.toObject(), object, reading) : reading.wrongType(json, QStringLiteral("an object"));
    }
};

template<>
struct JsonCodec<bool>
{
    static QJsonValue write(bool value) { return value; }
    static bool read(const QJsonValue& json, bool& value, JsonReading& reading);
};

template<>
struct JsonCodec<QString>
{
    static QJsonValue write(const QString& value) { return value; }
    static bool read(const QJsonValue& json, QString& value, JsonReading& reading);
};

/// Text, like every other; wrapped so that it does not leak into logs on its way.
template<>
struct JsonCodec<Secret>
{
    static QJsonValue write(const Secret& value);
    static bool read(const QJsonValue& json, Secret& value, JsonReading& reading);
};

/// A decimal string with nine decimals. Numbers are not taken: a binary fraction is not an amount.
template<>
struct JsonCodec<Money>
{
    static QJsonValue write(Money value);
    static bool read(const QJsonValue& json, Money& value, JsonReading& reading);
};

/// RFC 3339 in UTC with milliseconds: "2026-11-02T10:00:00.000Z". Any offset is read.
template<>
struct JsonCodec<WallTime>
{
    static QJsonValue write(WallTime value);
    static bool read(const QJsonValue& json, WallTime& value, JsonReading& reading);
};

template<>
struct JsonCodec<QJsonObject>
{
    static QJsonValue write(const QJsonObject& value) { return value; }
    static bool read(const QJsonValue& json, QJsonObject& value, JsonReading& reading);
};

bool readWhole(const QJsonValue& json, std::int64_t least, std::int64_t most, std::int64_t& value, JsonReading& reading);

template<std::integral T>
struct JsonCodec<T>
{
    // JSON integers are read exactly up to 2^63-1; nothing here grows beyond.
    static constexpr std::int64_t kLeast = std::is_signed_v<T> ? static_cast<std::int64_t>(std::numeric_limits<T>::min()) : 0;
    static constexpr std::int64_t kMost = sizeof(T) < 8 ? static_cast<std::int64_t>(std::numeric_limits<T>::max())
                                                        : std::numeric_limits<std::int64_t>::max();

    static QJsonValue write(T value) { return static_cast<qint64>(value); }
    static bool read(const QJsonValue& json, T& value, JsonReading& reading)
    {
        std::int64_t whole = 0;
        if (!readWhole(json, kLeast, kMost, whole, reading))
            return false;
        value = static_cast<T>(whole);
        return true;
    }
};

template<class T>
struct JsonCodec<std::optional<T>>
{
    static QJsonValue write(const std::optional<T>& value)
    {
        return value ? JsonCodec<T>::write(*value) : QJsonValue(QJsonValue::Undefined);
    }
    static bool read(const QJsonValue& json, std::optional<T>& value, JsonReading& reading)
    {
        return JsonCodec<T>::read(json, value.emplace(), reading);
    }
};

template<class T>
struct JsonCodec<Patch<T>>
{
    static QJsonValue write(const Patch<T>& patch)
    {
        if (!patch.isPresent())
            return QJsonValue(QJsonValue::Undefined);
        return patch.value() ? JsonCodec<T>::write(*patch.value()) : QJsonValue(QJsonValue::Null);
    }
    static bool read(const QJsonValue& json, Patch<T>& patch, JsonReading& reading)
    {
        if (json.isNull()) {
            patch = Patch<T>::cleared();
            return true;
        }
        T value{};
        if (!JsonCodec<T>::read(json, value, reading))
            return false;
        patch = Patch<T>(std::move(value));
        return true;
    }
};

template<class List, class T>
struct JsonListCodec
{
    static QJsonValue write(const List& list)
    {
        QJsonArray array;
        for (const T& item : list)
            array.append(JsonCodec<T>::write(item));
        return array;
    }
    static bool read(const QJsonValue& json, List& list, JsonReading& reading)
    {
        if (!json.isArray())
            return reading.wrongType(json, QStringLiteral("a list"));
        list.clear();
        const QJsonArray array = json.toArray();
        for (qsizetype i = 0; i < array.size(); ++i) {
            const JsonReading::Inside inside(reading, QStringLiteral("[%1]").arg(i));
            T item{};
            if (!JsonCodec<T>::read(array.at(i), item, reading))
                return false;
            list.push_back(std::move(item));
        }
        return true;
    }
};

template<class T>
struct JsonCodec<std::vector<T>> : JsonListCodec<std::vector<T>, T>
{};

template<>
struct JsonCodec<QStringList> : JsonListCodec<QStringList, QString>
{};

/// Free names and their texts: headers, options, variables.
using TextMap = std::map<QString, QString>;

template<>
struct JsonCodec<TextMap>
{
    static QJsonValue write(const TextMap& map);
    static bool read(const QJsonValue& json, TextMap& map, JsonReading& reading);
};

template<HasJsonFields S>
QJsonObject writeObject(const S& object)
{
    QJsonObject json;
    const auto writeField = [&](const auto& field) {
        using T = std::remove_cvref_t<decltype(object.*field.member)>;
        const QJsonValue value = JsonCodec<T>::write(object.*field.member);
        if (!value.isUndefined())
            json.insert(QLatin1String(field.name), value);
    };
    std::apply([&](const auto&... field) { (writeField(field), ...); }, S::fields());
    return json;
}

template<HasJsonFields S>
bool readField(const QJsonObject& json, const char* name, bool required, auto& member, JsonReading& reading)
{
    const QJsonValue value = json.value(QLatin1String(name));
    if (value.isUndefined())
        return !required || !reading.strict() || reading.missing(name);
    const JsonReading::Inside inside(reading, QLatin1String(name));
    return JsonCodec<std::remove_cvref_t<decltype(member)>>::read(value, member, reading);
}

template<HasJsonFields S>
bool readObject(const QJsonObject& json, S& object, JsonReading& reading)
{
    return std::apply(
        [&](const auto&... field) {
            if (reading.strict()) {
                for (auto it = json.begin(); it != json.end(); ++it) {
                    if (!((it.key() == QLatin1String(field.name)) || ...))
                        return reading.unknown(it.key());
                }
            }
            return (readField<S>(json, field.name, field.required, object.*field.member, reading) && ...);
        },
        S::fields());
}

template<class S>
QJsonObject toJson(const S& object)
{
    return writeObject(object);
}

/// Errors: InvalidArgument that names the field ("limits.rpm must be a whole number from 0 to 4294967295, not text").
template<HasJsonFields S>
Result<S> fromJson(const QJsonObject& json, JsonReading::Mode mode)
{
    S object;
    JsonReading reading(mode);
    if (!readObject(json, object, reading))
        return *reading.error();
    return object;
}

} // namespace lanyard
