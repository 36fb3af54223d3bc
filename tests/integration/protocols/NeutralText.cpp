#include "NeutralText.h"

namespace lanyard::test {
namespace {

std::string compact(std::string_view json)
{
    std::string out;
    bool inString = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (inString && c == '\\') {
            out += json.substr(i++, 2);
            continue;
        }
        if (c == '"')
            inString = !inString;
        if (inString || (c != ' ' && c != '\n' && c != '\r' && c != '\t'))
            out += c;
    }
    return out;
}

std::string sourceText(const MediaSource& source)
{
    return source.isUrl() ? source.url : source.mediaType + ";" + source.base64;
}

std::string partText(const Part& part, bool signatures)
{
    return std::visit(Overloaded{
                          [](const TextPart& p) { return "text " + p.text; },
                          [](const ImagePart& p) { return "image " + sourceText(p.source); },
                          [](const AudioPart& p) { return "audio " + sourceText(p.source); },
                          [](const FilePart& p) { return "file " + p.name + " " + sourceText(p.source); },
                          [&](const ToolCallPart& p) { return "call " + p.id + " " + p.name + " " + compact(p.arguments) + (signatures ? " " + p.signature : ""); },
                          [&](const ToolResultPart& p) {
                              std::string all = "result " + p.callId + (p.isError ? " error" : "");
                              for (const Part& inner : p.content) {
                                  const std::string text = partText(inner, signatures);
                                  all += " {" + (text.starts_with("text {") ? "text " + compact(text.substr(5)) : text) + "}";
                              }
                              return all;
                          },
                          [&](const ReasoningPart& p) { return "thought " + p.text + (signatures ? " " + p.signature : ""); },
                          [](const RefusalPart& p) { return "refusal " + p.text; },
                      },
                      part.value);
}

std::string_view sideOf(Role role)
{
    switch (role) {
    case Role::System:
    case Role::Developer: return "system";
    case Role::Assistant: return "assistant";
    case Role::User:
    case Role::Tool: break;
    }
    return "user";
}

std::string_view wordOf(StopReason reason)
{
    switch (reason) {
    case StopReason::EndTurn:
    case StopReason::StopSequence:
    case StopReason::Pause: return "end";
    case StopReason::MaxTokens: return "length";
    case StopReason::ToolCalls: return "tools";
    case StopReason::ContentFilter:
    case StopReason::Refusal: return "filter";
    }
    return "?";
}

} // namespace

std::string textOf(const ChatRequest& request)
{
    std::string all;
    std::string_view side;
    for (const Message& message : request.messages) {
        if (sideOf(message.role) != side)
            all += std::string(side = sideOf(message.role)) + ":\n";
        for (const Part& part : message.parts)
            all += "  " + partText(part, false) + "\n";
    }
    const ChatParameters& p = request.parameters;
    for (const Tool& tool : p.tools)
        all += "tool " + tool.name + " (" + tool.description + ") " + compact(tool.parametersRaw) + "\n";
    using Mode = ToolChoice::Mode;
    if (p.toolChoice.mode != Mode::Unset && p.toolChoice.mode != Mode::Auto)
        all += "choice " + std::to_string(int(p.toolChoice.mode)) + " " + p.toolChoice.name + "\n";
    if (p.format.kind != ResponseFormat::Kind::Text)
        all += "format " + std::to_string(int(p.format.kind)) + " " + compact(p.format.schemaRaw) + "\n";
    if (effortOf(p.reasoning) != ReasoningWish::Effort::Unset)
        all += "effort " + std::string(toString(effortOf(p.reasoning))) + "\n";
    if (p.maxOutput)
        all += "max " + std::to_string(*p.maxOutput) + "\n";
    if (p.temperature)
        all += "temperature " + std::to_string(*p.temperature) + "\n";
    for (const std::string& stop : p.stop)
        all += "stop " + stop + "\n";
    return all;
}

std::string textOf(const ChatAnswer& answer, AnswerView view)
{
    std::string all = view.ids ? "id " + answer.id + "\n" : "";
    for (const ChatChoice& choice : answer.choices) {
        for (const Part& part : choice.parts)
            all += "  " + partText(part, view.signatures) + "\n";
        all += "stop " + std::string(wordOf(choice.stop)) + "\n";
    }
    if (answer.usage)
        all += "usage " + std::to_string(answer.usage->promptTokens()) + " " + std::to_string(answer.usage->completionTokens()) + "\n";
    return all;
}

} // namespace lanyard::test
