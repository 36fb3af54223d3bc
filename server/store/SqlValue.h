#pragma once

#include "base/Clock.h"
#include "base/Ids.h"
#include "base/Money.h"

#include <QByteArray>

#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lanyard {

/// One value for a statement: a number, or a look at somebody else's bytes, which must last as long as the call.
struct SqlValue
{
    enum class Kind : std::uint8_t { Null, Integer, Text, Blob };

    Kind kind = Kind::Null;
    std::int64_t integer = 0;
    std::string_view bytes; ///< UTF-8, or a blob's
};

// Our values as SQLite stores them. Empty text and empty blobs stay empty, only an absent optional is NULL.

template<std::integral Number>
SqlValue toSql(Number value)
{
    return {SqlValue::Kind::Integer, static_cast<std::int64_t>(value), {}};
}

inline SqlValue toSql(std::string_view text)
{
    return {SqlValue::Kind::Text, 0, text};
}

inline SqlValue toSql(const char* text)
{
    return toSql(std::string_view(text));
}

inline SqlValue toSql(const std::string& text)
{
    return toSql(std::string_view(text));
}

inline SqlValue toSql(const QByteArray& blob)
{
    return {SqlValue::Kind::Blob, 0, {blob.constData(), static_cast<std::size_t>(blob.size())}};
}

template<std::size_t N>
SqlValue toSql(const std::array<std::uint8_t, N>& bytes)
{
    return {SqlValue::Kind::Blob, 0, {reinterpret_cast<const char*>(bytes.data()), N}};
}

inline SqlValue toSql(Money money)
{
    return toSql(money.nano());
}

inline SqlValue toSql(WallTime time)
{
    return toSql(time.time_since_epoch().count());
}

inline SqlValue toSql(ExchangeId id)
{
    return toSql(id.value);
}

template<class Tag>
SqlValue toSql(Id<Tag> id)
{
    return toSql(id.value);
}

inline SqlValue toSql(std::nullopt_t)
{
    return {};
}

template<class T>
SqlValue toSql(const std::optional<T>& value)
{
    return value ? toSql(*value) : SqlValue{};
}

} // namespace lanyard
