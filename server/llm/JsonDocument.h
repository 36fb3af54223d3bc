#pragma once

#include "base/Result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

class JsonDocument;

/// A value of a JsonDocument, or none: what is missing or of another type reads as empty, so that codecs can ask without
/// checking each step. Cheap to copy; valid as long as its document and the text that was parsed.
class JsonValue
{
public:
    JsonValue() = default;

    explicit operator bool() const { return m_document != nullptr; }
    /// As it stands in the text, quotes and braces included; "" for none.
    std::string_view raw() const;

    bool isString() const { return first() == '"'; }
    bool isObject() const { return first() == '{'; }
    bool isArray() const { return first() == '['; }
    bool isNull() const { return first() == 'n'; }
    bool isBool() const { return first() == 't' || first() == 'f'; }
    bool isNumber() const { return first() == '-' || (first() >= '0' && first() <= '9'); }
    /// Neither there nor null.
    bool absent() const { return !m_document || isNull(); }

    /// The member of an object; the first one where a name stands twice.
    JsonValue operator[](std::string_view name) const;
    /// Elements of an array, members of an object; 0 for others.
    std::size_t size() const;

    /// Unescaped; "" when it is no string.
    std::string text() const;
    /// The unescaped text without a copy where nothing was escaped, else in `scratch`.
    std::string_view text(std::string& scratch) const;
    bool is(std::string_view word) const; ///< a string that equals `word`, which needs no escapes
    std::optional<bool> boolean() const;
    std::optional<double> number() const;
    std::optional<std::uint64_t> whole() const;
    /// The name of a member, unescaped.
    std::string key() const;

    class Iterator;
    /// Over elements or members; nothing for other values.
    Iterator begin() const;
    Iterator end() const;

private:
    friend class JsonDocument;
    JsonValue(const JsonDocument* document, std::uint32_t index) : m_document(document), m_index(index) {}
    char first() const;

    const JsonDocument* m_document = nullptr;
    std::uint32_t m_index = 0;
};

/// A JSON text, walked once and strictly (the rules of JsonScan), with the place of each value noted: values stay slices
/// of the text. Used again for text after text it allocates nothing once its list has grown.
class JsonDocument
{
public:
    /// `text` must outlive the values. Errors: InvalidArgument with the byte where it went wrong.
    Result<void> parse(std::string_view text);
    JsonValue root() const { return m_nodes.empty() ? JsonValue() : JsonValue(this, 0); }

private:
    friend class JsonValue;
    friend class JsonValue::Iterator;
    struct Node
    {
        std::string_view raw;
        std::string_view key;   ///< without quotes, as written; members only
        std::uint32_t next = 0; ///< index behind this value and all that it holds
        bool keyEscaped = false;
    };
    std::vector<Node> m_nodes; ///< in the order of the text
};

class JsonValue::Iterator
{
public:
    Iterator(const JsonDocument* document, std::uint32_t index) : m_document(document), m_index(index) {}
    JsonValue operator*() const { return {m_document, m_index}; }
    Iterator& operator++()
    {
        m_index = m_document->m_nodes[m_index].next;
        return *this;
    }
    bool operator!=(const Iterator& other) const { return m_index != other.m_index; }

private:
    const JsonDocument* m_document;
    std::uint32_t m_index;
};

} // namespace lanyard
