#pragma once

#include "config/ConfigNode.h"
#include "config/ConfigProblems.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lanyard {

/// One value of a document on its way into a typed field. What does not fit becomes a problem with line and path, and
/// the field keeps what it had.
class FieldReader
{
public:
    FieldReader(const ConfigNode& node, const ConfigPath& path, ConfigProblems& problems, bool replaceWhole = false)
        : m_node(node), m_path(path), m_problems(problems), m_replaceWhole(replaceWhole)
    {
    }

    const ConfigNode& node() const { return m_node; }
    const ConfigPath& path() const { return m_path; }
    ConfigProblems& problems() const { return m_problems; }
    bool isNull() const { return m_node.kind == ConfigNode::Kind::Null; }
    /// A group of fields (limits, price ...) is not merged into what is there but takes its place.
    bool replaceWhole() const { return m_replaceWhole; }

    /// The text of a scalar. Nothing for a list, a map or null, which is then a problem.
    std::optional<std::string_view> scalar(std::string_view expected) const;
    std::optional<std::uint64_t> wholeNumber(std::uint64_t minimum, std::uint64_t maximum) const;
    std::optional<bool> flag() const;

    /// "expected <what>, found <the value>".
    void expected(std::string_view what) const;
    void fail(std::string_view text, ErrorCode code = ErrorCode::InvalidArgument) const;

private:
    const ConfigNode& m_node;
    ConfigPath m_path; // by value: callers write path.field("x") in place
    ConfigProblems& m_problems;
    bool m_replaceWhole;
};

/// What stands in a document, for "found ...". Values of variables and other secrets are named, not shown.
std::string foundText(const ConfigNode& node, bool secret = false);

} // namespace lanyard
