#include "llm/JsonWriter.h"

#include "llm/JsonScan.h"

#include <array>
#include <charconv>
#include <cmath>

namespace lanyard {

void JsonWriter::separate()
{
    if (m_out.size() == m_start)
        return;
    const char last = m_out.back();
    if (last != '{' && last != '[' && last != ':' && last != ',')
        m_out.push_back(',');
}

JsonWriter& JsonWriter::open(char bracket)
{
    separate();
    m_out.push_back(bracket);
    return *this;
}

JsonWriter& JsonWriter::close(char bracket)
{
    m_out.push_back(bracket);
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name)
{
    separate();
    m_out.push_back('"');
    m_out += name;
    m_out += "\":";
    return *this;
}

JsonWriter& JsonWriter::anyKey(std::string_view name)
{
    separate();
    appendJsonQuoted(m_out, name);
    m_out.push_back(':');
    return *this;
}

JsonWriter& JsonWriter::text(std::string_view value)
{
    separate();
    appendJsonQuoted(m_out, value);
    return *this;
}

JsonWriter& JsonWriter::raw(std::string_view value)
{
    separate();
    m_out += value;
    return *this;
}

JsonWriter& JsonWriter::number(std::uint64_t value)
{
    std::array<char, 24> digits;
    return raw({digits.data(), static_cast<std::size_t>(std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr - digits.data())});
}

JsonWriter& JsonWriter::number(std::int64_t value)
{
    std::array<char, 24> digits;
    return raw({digits.data(), static_cast<std::size_t>(std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr - digits.data())});
}

JsonWriter& JsonWriter::number(double value)
{
    if (!std::isfinite(value))
        return null();
    std::array<char, 40> digits;
    return raw({digits.data(), static_cast<std::size_t>(std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr - digits.data())});
}

} // namespace lanyard
