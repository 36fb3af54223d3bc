#include "llm/JsonScan.h"

#include <simdjson.h>

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#define LANYARD_SSE2 1
#endif

namespace lanyard {
namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// First byte at or after `p` that a string cannot simply contain: quote, backslash or control character.
const char* findStringSpecial(const char* p, const char* end)
{
#ifdef LANYARD_SSE2
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    const __m128i lastControl = _mm_set1_epi8(0x1F);
    while (end - p >= 16) {
        const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
        const __m128i hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(block, quote), _mm_cmpeq_epi8(block, backslash)),
                                         _mm_cmpeq_epi8(_mm_min_epu8(block, lastControl), block));
        const auto mask = static_cast<unsigned>(_mm_movemask_epi8(hit));
        if (mask != 0)
            return p + std::countr_zero(mask);
        p += 16;
    }
#endif
    while (p < end && *p != '"' && *p != '\\' && static_cast<unsigned char>(*p) >= 0x20)
        ++p;
    return p;
}

int hexDigit(char c)
{
    if (isDigit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/// A validating walk. Every step returns false after fail(); the caller unwinds at once.
class Walker
{
public:
    explicit Walker(std::string_view text) : m_begin(text.data()), m_p(text.data()), m_end(text.data() + text.size()) {}

    const char* position() const { return m_p; }
    bool atEnd() const { return m_p == m_end; }
    char peek() const { return m_p < m_end ? *m_p : '\0'; }

    void skipSpace()
    {
        while (m_p < m_end && isSpace(*m_p))
            ++m_p;
    }

    bool take(char c)
    {
        if (m_p == m_end || *m_p != c)
            return false;
        ++m_p;
        return true;
    }

    bool fail(const char* expected)
    {
        if (!m_expected) {
            m_expected = expected;
            m_failedAt = m_p;
        }
        return false;
    }

    Error error() const
    {
        const std::string at = m_failedAt == m_end ? "at its end" : "at byte " + std::to_string(m_failedAt - m_begin);
        return {ErrorCode::InvalidArgument, "not valid JSON " + at + ": expected " + (m_expected ? m_expected : "a value")};
    }

    /// `raw` gets the string with its quotes.
    bool string(std::string_view* raw = nullptr, bool* escaped = nullptr)
    {
        const char* const start = m_p;
        if (!take('"'))
            return fail("a string");
        for (;;) {
            m_p = findStringSpecial(m_p, m_end);
            if (m_p == m_end)
                return fail("the closing quote of a string");
            if (*m_p == '"')
                break;
            if (*m_p != '\\')
                return fail("no control character inside a string");
            if (escaped)
                *escaped = true;
            if (!escape())
                return false;
        }
        ++m_p;
        if (raw)
            *raw = {start, static_cast<std::size_t>(m_p - start)};
        return true;
    }

    /// Any value, whole, without recursion.
    bool value()
    {
        int depth = 0;
        for (;;) {
            skipSpace();
            bool opened = false;
            if (!scalarOrOpen(depth, opened))
                return false;
            if (opened)
                continue;
            if (!closeFinished(depth))
                return false;
            if (depth == 0)
                return true;
        }
    }

    bool endOfText()
    {
        skipSpace();
        return atEnd() || fail("nothing behind the value");
    }

private:
    bool escape()
    {
        ++m_p; // the backslash
        const char kind = peek();
        if (kind == 'u') {
            if (m_end - m_p < 5 || hexDigit(m_p[1]) < 0 || hexDigit(m_p[2]) < 0 || hexDigit(m_p[3]) < 0 || hexDigit(m_p[4]) < 0)
                return fail("four hex digits after \\u");
            m_p += 5;
            return true;
        }
        if (kind == '\0' || !std::strchr("\"\\/bfnrt", kind))
            return fail("a known escape after the backslash");
        ++m_p;
        return true;
    }

    bool digits()
    {
        if (!isDigit(peek()))
            return fail("a digit");
        while (m_p < m_end && isDigit(*m_p))
            ++m_p;
        return true;
    }

    bool number()
    {
        take('-');
        if (peek() == '0')
            ++m_p;
        else if (!digits())
            return false;
        if (take('.') && !digits())
            return false;
        if (peek() == 'e' || peek() == 'E') {
            ++m_p;
            if (peek() == '+' || peek() == '-')
                ++m_p;
            return digits();
        }
        return true;
    }

    bool literal(std::string_view word)
    {
        if (static_cast<std::size_t>(m_end - m_p) < word.size() || std::memcmp(m_p, word.data(), word.size()) != 0)
            return fail("a value");
        m_p += word.size();
        return true;
    }

    /// Reads a scalar or an empty container, or opens a container and, in an object, reads up to its first value.
    bool scalarOrOpen(int& depth, bool& opened)
    {
        switch (peek()) {
        case '"': return string();
        case 't': return literal("true");
        case 'f': return literal("false");
        case 'n': return literal("null");
        case '{':
        case '[': break;
        default: return isDigit(peek()) || peek() == '-' ? number() : fail("a value");
        }
        if (depth == kMaxJsonDepth)
            return fail("no deeper nesting than 256");
        const bool isObject = *m_p++ == '{';
        skipSpace();
        if (take(isObject ? '}' : ']'))
            return true;
        m_isObject[static_cast<std::size_t>(depth++)] = isObject;
        opened = true;
        return !isObject || keyAndColon();
    }

    bool keyAndColon()
    {
        skipSpace();
        if (!string())
            return false;
        skipSpace();
        return take(':') || fail("':' after a key");
    }

    /// After a value: closes every container that ends here, or steps over the comma to the next value.
    bool closeFinished(int& depth)
    {
        while (depth > 0) {
            const bool isObject = m_isObject[static_cast<std::size_t>(depth - 1)];
            skipSpace();
            if (take(','))
                return !isObject || keyAndColon();
            if (!take(isObject ? '}' : ']'))
                return fail(isObject ? "',' or '}'" : "',' or ']'");
            --depth;
        }
        return true;
    }

    const char* m_begin;
    const char* m_p;
    const char* m_end;
    const char* m_expected = nullptr;
    const char* m_failedAt = nullptr;
    std::array<bool, kMaxJsonDepth> m_isObject;
};

JsonMember* fieldNamed(std::span<JsonMember> fields, std::string_view name)
{
    for (JsonMember& field : fields) {
        if (field.name == name)
            return &field;
    }
    return nullptr;
}

std::string_view inner(std::string_view quoted)
{
    return quoted.substr(1, quoted.size() - 2);
}

void appendUtf8(std::string& out, std::uint32_t code)
{
    const auto push = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (code < 0x80) {
        push(code);
    } else if (code < 0x800) {
        push(0xC0 | code >> 6);
        push(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        push(0xE0 | code >> 12);
        push(0x80 | (code >> 6 & 0x3F));
        push(0x80 | (code & 0x3F));
    } else {
        push(0xF0 | code >> 18);
        push(0x80 | (code >> 12 & 0x3F));
        push(0x80 | (code >> 6 & 0x3F));
        push(0x80 | (code & 0x3F));
    }
}

std::uint32_t hex4(const char* p)
{
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i)
        value = value << 4 | static_cast<std::uint32_t>(hexDigit(p[i]));
    return value;
}

/// Unescapes the inside of a string that a Walker has accepted.
std::string unescaped(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            out.push_back(text[i]);
            continue;
        }
        switch (text[++i]) {
        case 'b': out.push_back('\b'); break;
        case 'f': out.push_back('\f'); break;
        case 'n': out.push_back('\n'); break;
        case 'r': out.push_back('\r'); break;
        case 't': out.push_back('\t'); break;
        case 'u': {
            std::uint32_t code = hex4(text.data() + i + 1);
            i += 4;
            const bool high = code >= 0xD800 && code < 0xDC00;
            if (high && i + 6 < text.size() && text[i + 1] == '\\' && text[i + 2] == 'u') {
                const std::uint32_t low = hex4(text.data() + i + 3);
                if (low >= 0xDC00 && low < 0xE000) {
                    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                    i += 6;
                }
            }
            appendUtf8(out, code >= 0xD800 && code < 0xE000 ? 0xFFFD : code);
            break;
        }
        default: out.push_back(text[i]); break; // quote, backslash, slash
        }
    }
    return out;
}

} // namespace

Result<void> scanJsonObject(std::string_view text, std::span<JsonMember> fields)
{
    for (JsonMember& field : fields)
        field.value = {};
    Walker walker(text);
    walker.skipSpace();
    if (!walker.take('{')) {
        walker.fail("an object");
        return walker.error();
    }
    walker.skipSpace();
    bool more = walker.peek() != '}';
    while (more) {
        walker.skipSpace();
        std::string_view key;
        bool escaped = false;
        if (!walker.string(&key, &escaped))
            return walker.error();
        JsonMember* const field = escaped ? fieldNamed(fields, unescaped(inner(key))) : fieldNamed(fields, inner(key));
        walker.skipSpace();
        if (!walker.take(':')) {
            walker.fail("':' after a key");
            return walker.error();
        }
        walker.skipSpace();
        const char* const start = walker.position();
        if (!walker.value())
            return walker.error();
        if (field) {
            // The one that was checked must be the one that is used: two of a kind are refused, not chosen from.
            if (!field->value.empty())
                return Error{ErrorCode::InvalidArgument, "the key \"" + std::string(field->name) + "\" stands twice in the JSON object; send it once"};
            field->value = {start, static_cast<std::size_t>(walker.position() - start)};
        }
        walker.skipSpace();
        more = walker.take(',');
    }
    if (!walker.take('}')) {
        walker.fail("',' or '}'");
        return walker.error();
    }
    if (!walker.endOfText())
        return walker.error();
    return {};
}

Result<void> checkJson(std::string_view text)
{
    Walker walker(text);
    if (!walker.value() || !walker.endOfText())
        return walker.error();
    return {};
}

Result<void> scanJsonArray(std::string_view text, const std::function<bool(std::string_view)>& item)
{
    Walker walker(text);
    walker.skipSpace();
    if (!walker.take('[')) {
        walker.fail("an array");
        return walker.error();
    }
    walker.skipSpace();
    bool more = walker.peek() != ']';
    while (more) {
        walker.skipSpace();
        const char* const start = walker.position();
        if (!walker.value())
            return walker.error();
        if (!item({start, static_cast<std::size_t>(walker.position() - start)}))
            return {};
        walker.skipSpace();
        more = walker.take(',');
    }
    if (!walker.take(']')) {
        walker.fail("',' or ']'");
        return walker.error();
    }
    if (!walker.endOfText())
        return walker.error();
    return {};
}

bool isValidUtf8(std::string_view text)
{
    return simdjson::validate_utf8(text.data(), text.size());
}

std::optional<std::string> jsonString(std::string_view raw)
{
    if (raw.size() < 2 || raw.front() != '"')
        return std::nullopt;
    const std::string_view text = inner(raw);
    return text.find('\\') == std::string_view::npos ? std::string(text) : unescaped(text);
}

std::optional<bool> jsonBool(std::string_view raw)
{
    if (raw == "true")
        return true;
    if (raw == "false")
        return false;
    return std::nullopt;
}

std::optional<std::uint64_t> jsonUnsigned(std::string_view raw)
{
    std::uint64_t whole = 0;
    const char* const end = raw.data() + raw.size();
    if (const auto [rest, failure] = std::from_chars(raw.data(), end, whole); failure == std::errc{} && rest == end)
        return whole;
    double number = 0;
    constexpr double kLargestExact = 9'007'199'254'740'992.0; // 2^53
    if (const auto [rest, failure] = std::from_chars(raw.data(), end, number); failure != std::errc{} || rest != end)
        return std::nullopt;
    if (!(number >= 0) || number > kLargestExact || number != std::floor(number))
        return std::nullopt;
    return static_cast<std::uint64_t>(number);
}

bool isJsonNull(std::string_view raw)
{
    return raw == "null";
}

bool isJsonObject(std::string_view raw)
{
    return !raw.empty() && raw.front() == '{';
}

std::string jsonQuoted(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + 2);
    appendJsonQuoted(out, text);
    return out;
}

void appendJsonQuoted(std::string& out, std::string_view text)
{
    static constexpr char kHex[] = "0123456789abcdef";
    out.push_back('"');
    const char* p = text.data();
    const char* const end = p + text.size();
    while (p < end) {
        const char* const special = findStringSpecial(p, end);
        out.append(p, special);
        if (special == end)
            break;
        switch (*special) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            out += "\\u00";
            out.push_back(kHex[static_cast<unsigned char>(*special) >> 4]);
            out.push_back(kHex[static_cast<unsigned char>(*special) & 0xF]);
        }
        p = special + 1;
    }
    out.push_back('"');
}

} // namespace lanyard
