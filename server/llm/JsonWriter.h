#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lanyard {

/// Writes JSON behind what `out` already holds. Commas are set by looking at the last byte written, so pieces can come
/// from different functions; keys keep the order they are written in.
class JsonWriter
{
public:
    explicit JsonWriter(std::string& out) : m_out(out), m_start(out.size()) {}

    JsonWriter& beginObject() { return open('{'); }
    JsonWriter& endObject() { return close('}'); }
    JsonWriter& beginArray() { return open('['); }
    JsonWriter& endArray() { return close(']'); }

    /// The key of the value that is written next. `name` needs no escapes.
    JsonWriter& key(std::string_view name);
    JsonWriter& anyKey(std::string_view name); ///< escapes it

    JsonWriter& text(std::string_view value);
    JsonWriter& number(std::uint64_t value);
    JsonWriter& number(std::int64_t value);
    JsonWriter& number(int value) { return number(static_cast<std::int64_t>(value)); }
    JsonWriter& number(double value); ///< the shortest form that reads back the same; null when it is not finite
    JsonWriter& boolean(bool value) { return raw(value ? "true" : "false"); }
    JsonWriter& null() { return raw("null"); }
    /// A finished JSON value.
    JsonWriter& raw(std::string_view value);

private:
    JsonWriter& open(char bracket);
    JsonWriter& close(char bracket);
    void separate();

    std::string& m_out;
    std::size_t m_start;
};

} // namespace lanyard
