#pragma once

#include "base/Error.h"

#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

/// Where in a document something stands: a chain on the caller's stack, turned into text only when it is needed.
struct ConfigPath
{
    const ConfigPath* parent = nullptr;
    std::string_view key; ///< a field's name, or "" for a list item
    std::size_t index = 0;

    ConfigPath field(std::string_view name) const { return {this, name, 0}; }
    ConfigPath item(std::size_t number) const { return {this, {}, number}; }
    /// "providers[0].credentials[1].weight"; "" for the document itself.
    std::string toString() const;
};

/// The mistakes that were found in one document, so that its author sees them all at once.
class ConfigProblems
{
public:
    void add(int line, const ConfigPath& path, std::string_view text, ErrorCode code = ErrorCode::InvalidArgument);
    /// `place` says what it is about, without line: "provider openai".
    void add(std::string_view place, std::string_view text, ErrorCode code = ErrorCode::InvalidArgument);

    bool empty() const { return m_count == 0; }
    /// One line for each problem, at most ten, in the order of the document; the code of the first that was found.
    Error toError() const;

private:
    struct Problem
    {
        int line = 0;
        std::string text;
    };
    void store(int line, std::string text, ErrorCode code);

    std::vector<Problem> m_problems;
    std::size_t m_count = 0;
    ErrorCode m_code = ErrorCode::InvalidArgument;
};

} // namespace lanyard
