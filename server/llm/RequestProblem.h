#pragma once

#include "base/Result.h"
#include "llm/JsonDocument.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

/// Collects what is wrong with a request while a codec reads it; the first finding counts. What is null or absent is
/// never wrong here.
class RequestProblem
{
public:
    void wrong(std::string_view field, std::string_view expected);
    void refuse(std::string message);
    bool any() const { return m_error.has_value(); }
    const Error& error() const { return *m_error; }

    // Typed reads: empty for what is absent, and a finding for what is of another type.
    std::string text(const JsonValue& value, std::string_view field);
    std::optional<double> number(const JsonValue& value, std::string_view field);
    std::optional<std::uint64_t> whole(const JsonValue& value, std::string_view field);
    std::optional<std::int64_t> integer(const JsonValue& value, std::string_view field);
    std::optional<bool> boolean(const JsonValue& value, std::string_view field);
    /// A string or a list of strings.
    std::vector<std::string> texts(const JsonValue& value, std::string_view field);

private:
    std::optional<Error> m_error;
};

/// "messages[3].content".
std::string fieldName(std::string_view list, std::size_t index, std::string_view member = {});

} // namespace lanyard
