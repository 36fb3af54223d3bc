#pragma once

#include "llm/JsonDocument.h"

#include <map>
#include <string>
#include <string_view>

namespace lanyard {

/// This dialect has tools that other protocols do not: functions inside of a namespace, and custom tools that take free
/// text. Both are offered to the model as plain functions, and its calls are told to the client in its own form again.
class ResponsesToolNames
{
public:
    enum class Form : std::uint8_t { Function, Custom };
    struct Tool
    {
        std::string space; ///< the namespace, or ""
        std::string name;
        Form form = Form::Function;
    };

    /// `tools` of a request.
    void read(const JsonValue& tools);
    /// The form that `flat` was offered in; a plain function for a name that nobody offered.
    Tool find(std::string_view flat) const;

    /// What the model sees.
    static std::string flatName(std::string_view space, std::string_view name);
    /// The JSON schema, and the arguments, of a custom tool.
    static std::string_view customSchema();
    static std::string customArguments(std::string_view input);
    static std::string customInput(std::string_view arguments);

private:
    std::map<std::string, Tool, std::less<>> m_tools; ///< by flat name; only those that differ from plain functions
};

} // namespace lanyard
