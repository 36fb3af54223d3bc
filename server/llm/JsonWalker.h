#pragma once

#include "llm/JsonScan.h"

#include <array>
#include <bit>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#define LANYARD_SSE2 1
#endif

namespace lanyard {

// The strict walk that JsonScan and JsonDocument share; nobody else includes this. In a header, because a step is a few
// instructions and stands in the inner loop of every request.

inline bool isJsonSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

inline bool isJsonDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// First byte at or after `p` that a string cannot simply contain: quote, backslash or control character.
inline const char* findJsonStringSpecial(const char* p, const char* end)
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

inline int jsonHexDigit(char c)
{
    if (isJsonDigit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/// A validating walk. Every step returns false after fail(); the caller unwinds at once.
class JsonWalker
{
public:
    explicit JsonWalker(std::string_view text) : m_begin(text.data()), m_p(text.data()), m_end(text.data() + text.size()) {}

    const char* position() const { return m_p; }
    bool atEnd() const { return m_p == m_end; }
    char peek() const { return m_p < m_end ? *m_p : '\0'; }

    void skipSpace()
    {
        while (m_p < m_end && isJsonSpace(*m_p))
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
            m_p = findJsonStringSpecial(m_p, m_end);
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

    /// Any value, whole, without recursion. `ends` gets where each child of the value ends, counted from its first byte.
    bool value(std::vector<std::uint32_t>* ends = nullptr)
    {
        const char* const start = m_p;
        int depth = 0;
        for (;;) {
            skipSpace();
            bool opened = false;
            if (!scalarOrOpen(depth, opened))
                return false;
            if (opened)
                continue;
            if (!closeFinished(depth, start, ends))
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
            if (m_end - m_p < 5 || jsonHexDigit(m_p[1]) < 0 || jsonHexDigit(m_p[2]) < 0 || jsonHexDigit(m_p[3]) < 0 || jsonHexDigit(m_p[4]) < 0)
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
        if (!isJsonDigit(peek()))
            return fail("a digit");
        while (m_p < m_end && isJsonDigit(*m_p))
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
        default: return isJsonDigit(peek()) || peek() == '-' ? number() : fail("a value");
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
    bool closeFinished(int& depth, const char* start, std::vector<std::uint32_t>* ends)
    {
        while (depth > 0) {
            if (ends && depth == 1)
                ends->push_back(static_cast<std::uint32_t>(m_p - start));
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

} // namespace lanyard
