#include "llm/JsonDocument.h"

#include "llm/JsonWalker.h"

#include <charconv>

namespace lanyard {

Result<void> JsonDocument::parse(std::string_view text)
{
    m_nodes.clear();
    JsonWalker walker(text);
    std::array<std::uint32_t, kMaxJsonDepth> open; // indices of the containers that we are inside of
    std::size_t depth = 0;
    Node pending; // the key that was read for the value to come
    const auto endOf = [&](std::uint32_t index) {
        Node& node = m_nodes[index];
        node.raw = {node.raw.data(), static_cast<std::size_t>(walker.position() - node.raw.data())};
        node.next = static_cast<std::uint32_t>(m_nodes.size());
    };
    const auto key = [&] {
        walker.skipSpace();
        std::string_view quoted;
        pending.keyEscaped = false;
        if (!walker.string(&quoted, &pending.keyEscaped))
            return false;
        pending.key = quoted.substr(1, quoted.size() - 2);
        walker.skipSpace();
        return walker.take(':') || walker.fail("':' after a key");
    };
    const auto read = [&] {
        for (;;) {
            walker.skipSpace();
            const char first = walker.peek();
            const auto index = static_cast<std::uint32_t>(m_nodes.size());
            pending.raw = {walker.position(), 0};
            m_nodes.push_back(pending);
            pending.key = {};
            if (first == '{' || first == '[') {
                if (depth == open.size())
                    return walker.fail("no deeper nesting than 256");
                walker.take(first);
                walker.skipSpace();
                if (!walker.take(first == '{' ? '}' : ']')) {
                    open[depth++] = index;
                    if (first == '{' && !key())
                        return false;
                    continue;
                }
            } else if (!walker.value()) {
                return false;
            }
            endOf(index);
            for (bool closed = true; closed;) {
                if (depth == 0)
                    return walker.endOfText();
                const std::uint32_t container = open[depth - 1];
                const bool isObject = m_nodes[container].raw.data()[0] == '{';
                walker.skipSpace();
                closed = !walker.take(',');
                if (!closed) {
                    if (isObject && !key())
                        return false;
                } else if (!walker.take(isObject ? '}' : ']')) {
                    return walker.fail(isObject ? "',' or '}'" : "',' or ']'");
                } else {
                    endOf(container);
                    --depth;
                }
            }
        }
    };
    if (read())
        return {};
    m_nodes.clear();
    return walker.error();
}

std::string_view JsonValue::raw() const
{
    return m_document ? m_document->m_nodes[m_index].raw : std::string_view{};
}

char JsonValue::first() const
{
    return m_document ? m_document->m_nodes[m_index].raw.front() : '\0';
}

JsonValue JsonValue::operator[](std::string_view name) const
{
    if (!isObject())
        return {};
    const auto& nodes = m_document->m_nodes;
    for (std::uint32_t i = m_index + 1; i < nodes[m_index].next; i = nodes[i].next) {
        if (nodes[i].keyEscaped ? JsonValue(m_document, i).key() == name : nodes[i].key == name)
            return {m_document, i};
    }
    return {};
}

std::size_t JsonValue::size() const
{
    std::size_t count = 0;
    for (auto it = begin(); it != end(); ++it)
        ++count;
    return count;
}

std::string JsonValue::text() const
{
    return jsonString(raw()).value_or(std::string());
}

std::string_view JsonValue::text(std::string& scratch) const
{
    if (!isString())
        return {};
    const std::string_view quoted = raw();
    if (quoted.find('\\') == std::string_view::npos)
        return quoted.substr(1, quoted.size() - 2);
    scratch = text();
    return scratch;
}

bool JsonValue::is(std::string_view word) const
{
    const std::string_view quoted = raw();
    return isString() && quoted.substr(1, quoted.size() - 2) == word;
}

std::optional<bool> JsonValue::boolean() const
{
    return jsonBool(raw());
}

std::optional<double> JsonValue::number() const
{
    if (!isNumber())
        return std::nullopt;
    double value = 0;
    const std::string_view digits = raw();
    const auto [rest, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return failure == std::errc{} ? std::optional(value) : std::nullopt;
}

std::optional<std::uint64_t> JsonValue::whole() const
{
    return isNumber() ? jsonUnsigned(raw()) : std::nullopt;
}

std::string JsonValue::key() const
{
    if (!m_document)
        return {};
    const auto& node = m_document->m_nodes[m_index];
    return node.keyEscaped ? jsonUnescaped(node.key) : std::string(node.key);
}

JsonValue::Iterator JsonValue::begin() const
{
    return isObject() || isArray() ? Iterator(m_document, m_index + 1) : Iterator(m_document, 0);
}

JsonValue::Iterator JsonValue::end() const
{
    return isObject() || isArray() ? Iterator(m_document, m_document->m_nodes[m_index].next) : Iterator(m_document, 0);
}

} // namespace lanyard
