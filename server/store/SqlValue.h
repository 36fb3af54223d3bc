#pragma once

#include "base/Clock.h"
#include "base/Ids.h"
#include "base/Money.h"

#include <QByteArray>
#include <QString>
#include <QVariant>

#include <array>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>

namespace lanyard {

// Our values as SQLite stores them. Empty text and empty blobs stay empty: Qt would make NULL of a null QString.

template<std::integral Number>
QVariant toSql(Number value)
{
    return QVariant(static_cast<qint64>(value));
}

inline QVariant toSql(std::string_view text)
{
    return QVariant(text.empty() ? QString(QLatin1String("")) : QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
}

inline QVariant toSql(const char* text)
{
    return toSql(std::string_view(text));
}

inline QVariant toSql(const std::string& text)
{
    return toSql(std::string_view(text));
}

inline QVariant toSql(const QByteArray& blob)
{
    return QVariant(blob.isEmpty() ? QByteArray("") : blob);
}

template<std::size_t N>
QVariant toSql(const std::array<std::uint8_t, N>& bytes)
{
    return QVariant(QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(N)));
}

inline QVariant toSql(Money money)
{
    return toSql(money.nano());
}

inline QVariant toSql(WallTime time)
{
    return toSql(time.time_since_epoch().count());
}

inline QVariant toSql(ExchangeId id)
{
    return toSql(id.value);
}

template<class Tag>
QVariant toSql(Id<Tag> id)
{
    return toSql(id.value);
}

inline QVariant toSql(std::nullopt_t)
{
    return QVariant();
}

template<class T>
QVariant toSql(const std::optional<T>& value)
{
    return value ? toSql(*value) : QVariant();
}

} // namespace lanyard
