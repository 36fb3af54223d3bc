#include "surfaces/responses/ResponsesToolNames.h"

#include "llm/JsonScan.h"

namespace lanyard {

void ResponsesToolNames::read(const JsonValue& tools)
{
    for (const JsonValue tool : tools) {
        const std::string name = tool["name"].text();
        if (tool["type"].is("custom"))
            m_tools[name] = {{}, name, Form::Custom};
        if (!tool["type"].is("namespace"))
            continue;
        for (const JsonValue inner : tool["tools"]) {
            const Form form = inner["type"].is("custom") ? Form::Custom : Form::Function;
            m_tools[flatName(name, inner["name"].text())] = {name, inner["name"].text(), form};
        }
    }
}

ResponsesToolNames::Tool ResponsesToolNames::find(std::string_view flat) const
{
    const auto found = m_tools.find(flat);
    return found == m_tools.end() ? Tool{{}, std::string(flat), Form::Function} : found->second;
}

std::string ResponsesToolNames::flatName(std::string_view space, std::string_view name)
{
    return space.empty() ? std::string(name) : std::string(space) + "__" + std::string(name);
}

std::string_view ResponsesToolNames::customSchema()
{
    return R"({"type":"object","properties":{"input":{"type":"string","description":"the whole input of the tool, as plain text"}},"required":["input"],"additionalProperties":false})";
}

std::string ResponsesToolNames::customArguments(std::string_view input)
{
    return "{\"input\":" + jsonQuoted(input) + "}";
}

std::string ResponsesToolNames::customInput(std::string_view arguments)
{
    JsonDocument document;
    const bool parsed = document.parse(arguments).has_value();
    const JsonValue input = document.root()["input"];
    return parsed && input.isString() ? input.text() : std::string(arguments);
}

} // namespace lanyard
