#include "llm/JsonScan.h"

#include "llm/JsonWalker.h"

#include <simdjson.h>

#include <charconv>
#include <cmath>

namespace lanyard {
namespace {

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
        value = value << 4 | static_cast<std::uint32_t>(jsonHexDigit(p[i]));
    return value;
}

} // namespace

Result<void> scanJsonObject(std::string_view text, std::span<JsonMember> fields)
{
    for (JsonMember& field : fields)
        field.value = {};
    JsonWalker walker(text);
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
        JsonMember* const field = escaped ? fieldNamed(fields, jsonUnescaped(inner(key))) : fieldNamed(fields, inner(key));
        walker.skipSpace();
        if (!walker.take(':')) {
            walker.fail("':' after a key");
            return walker.error();
        }
        walker.skipSpace();
        const char* const start = walker.position();
        if (!walker.value(field ? field->ends : nullptr))
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
    JsonWalker walker(text);
    if (!walker.value() || !walker.endOfText())
        return walker.error();
    return {};
}

Result<void> scanJsonArray(std::string_view text, const std::function<bool(std::string_view)>& item)
{
    JsonWalker walker(text);
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
    return text.find('\\') == std::string_view::npos ? std::string(text) : jsonUnescaped(text);
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

std::string jsonUnescaped(std::string_view text)
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
        const char* const special = findJsonStringSpecial(p, end);
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
