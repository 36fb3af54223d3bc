#include "config/FieldReader.h"

#include "settings/QuotedText.h"

#include <charconv>

namespace lanyard {

std::string foundText(const ConfigNode& node, bool secret)
{
    switch (node.kind) {
    case ConfigNode::Kind::Null: return "nothing";
    case ConfigNode::Kind::Sequence: return "a list";
    case ConfigNode::Kind::Map: return "a map";
    case ConfigNode::Kind::Scalar: break;
    }
    return node.fromVariable ? "the value of a variable" : secret ? "another text" : quotedText(node.scalar);
}

std::optional<std::string_view> FieldReader::scalar(std::string_view what) const
{
    if (m_node.kind == ConfigNode::Kind::Scalar)
        return m_node.scalar;
    expected(what);
    return std::nullopt;
}

std::optional<std::uint64_t> FieldReader::wholeNumber(std::uint64_t minimum, std::uint64_t maximum) const
{
    const std::string& text = m_node.scalar;
    std::uint64_t value = 0;
    const auto [rest, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = m_node.kind == ConfigNode::Kind::Scalar && failure == std::errc{} && rest == text.data() + text.size();
    if (whole && value >= minimum && value <= maximum)
        return value;
    expected("a whole number from " + std::to_string(minimum) + " to " + std::to_string(maximum));
    return std::nullopt;
}

std::optional<bool> FieldReader::flag() const
{
    if (m_node.kind == ConfigNode::Kind::Scalar && (m_node.scalar == "true" || m_node.scalar == "false"))
        return m_node.scalar == "true";
    expected("true or false");
    return std::nullopt;
}

void FieldReader::expected(std::string_view what) const
{
    fail("expected " + std::string(what) + ", found " + foundText(m_node));
}

void FieldReader::fail(std::string_view text, ErrorCode code) const
{
    m_problems.add(m_node.line, m_path, text, code);
}

} // namespace lanyard
