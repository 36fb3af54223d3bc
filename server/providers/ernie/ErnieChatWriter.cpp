#include "providers/ernie/ErnieChatWriter.h"

#include "llm/JsonScan.h"
#include "llm/JsonWriter.h"

#include <algorithm>

namespace lanyard {
namespace {

/// One of their messages: "user", "assistant" or "function".
struct Turn
{
    std::string_view role;
    std::string text;
    std::string name;      ///< of the function
    std::string arguments; ///< assistant with a name: what it is called with
};

class TurnsReader
{
public:
    explicit TurnsReader(Adjustments& adjustments) : m_adjustments(adjustments) {}

    void read(const std::vector<Message>& messages)
    {
        for (const Message& message : messages) {
            const bool system = message.role == Role::System || message.role == Role::Developer;
            if (system && m_turns.empty()) {
                m_system += (m_system.empty() ? "" : "\n\n") + textOf(message.parts, "\n\n");
                continue;
            }
            if (system)
                m_adjustments.changed("a system message inside the conversation", "sent as the user's");
            for (const Part& part : message.parts)
                take(part, message.role == Role::Assistant ? "assistant" : "user");
        }
        settleCalls();
        if (!m_turns.empty() && m_turns.front().role == "assistant")
            m_turns.insert(m_turns.begin(), {"user", "(continue)", {}, {}});
        if (!m_turns.empty() && m_turns.back().role == "assistant")
            m_turns.push_back({"user", "(continue)", {}, {}});
    }

    const std::string& system() const { return m_system; }
    const std::vector<Turn>& turns() const { return m_turns; }

private:
    void take(const Part& part, std::string_view role)
    {
        std::visit(Overloaded{
                       [&](const TextPart& p) { say(role, p.text); },
                       [&](const RefusalPart& p) { say(role, p.text); },
                       [&](const ToolCallPart& p) { m_open.push_back(p); },
                       [&](const ToolResultPart& p) { answer(p); },
                       [&](const ReasoningPart&) { m_adjustments.dropped("thinking of earlier turns"); },
                       [&](const auto&) { m_adjustments.dropped("a file, which this model cannot read"); },
                   },
                   part.value);
    }

    void say(std::string_view role, const std::string& text)
    {
        if (role == "user")
            settleCalls();
        if (text.empty())
            return;
        if (!m_turns.empty() && m_turns.back().role == role && m_turns.back().name.empty()) {
            m_turns.back().text += "\n\n" + text;
            return;
        }
        if (role == "user" && !m_turns.empty() && m_turns.back().role == "function")
            m_turns.push_back({"assistant", "OK", {}, {}}); // its turn, which it did not get
        m_turns.push_back({role, text, {}, {}});
    }

    /// Calls that were made side by side are told one after the other, each before its answer.
    void answer(const ToolResultPart& result)
    {
        const auto call = std::find_if(m_open.begin(), m_open.end(), [&](const ToolCallPart& c) { return c.id == result.callId; });
        if (call == m_open.end())
            return m_adjustments.dropped("a tool result without its call");
        beginCall(*call);
        const std::string text = textOf(result.content, "\n");
        m_turns.push_back({"function", isJsonObject(text) ? text : "{\"result\":" + jsonQuoted(text) + "}", call->name, {}});
        m_open.erase(call);
    }

    void beginCall(const ToolCallPart& call)
    {
        if (!m_turns.empty() && m_turns.back().role == "assistant" && m_turns.back().name.empty()) {
            m_turns.back().name = call.name; // the words before the call stand in its own message
            m_turns.back().arguments = call.arguments;
            return;
        }
        m_turns.push_back({"assistant", {}, call.name, call.arguments});
    }

    void settleCalls()
    {
        if (!m_open.empty())
            m_adjustments.dropped("a tool call without its result");
        m_open.clear();
    }

    Adjustments& m_adjustments;
    std::string m_system;
    std::vector<Turn> m_turns;
    std::vector<ToolCallPart> m_open; ///< calls that wait for their results
};

void writeTurn(JsonWriter& json, const Turn& turn)
{
    json.beginObject().key("role").text(turn.role);
    if (turn.role == "function")
        json.key("name").text(turn.name);
    json.key("content").text(turn.text);
    if (turn.role == "assistant" && !turn.name.empty())
        json.key("function_call").beginObject().key("name").text(turn.name).key("arguments").text(turn.arguments.empty() ? "{}" : turn.arguments).endObject();
    json.endObject();
}

void writeFunctions(JsonWriter& json, const ChatParameters& p)
{
    if (p.tools.empty() || p.toolChoice.mode == ToolChoice::Mode::None)
        return;
    json.key("functions").beginArray();
    for (const Tool& tool : p.tools) {
        json.beginObject().key("name").text(tool.name).key("description").text(tool.description.empty() ? tool.name : tool.description);
        json.key("parameters").raw(tool.parametersRaw.empty() ? R"({"type":"object","properties":{}})" : std::string_view(tool.parametersRaw)).endObject();
    }
    json.endArray();
    if (p.toolChoice.mode == ToolChoice::Mode::Named)
        json.key("tool_choice").beginObject().key("type").text("function").key("function").beginObject().key("name").text(p.toolChoice.name).endObject().endObject();
}

void writeSampling(JsonWriter& json, const ChatParameters& p, Adjustments& adjustments)
{
    constexpr double kLeastTemperature = 0.01;
    if (p.temperature)
        json.key("temperature").number(std::max(*p.temperature, kLeastTemperature)); // 0 is out of its range
    if (p.topP)
        json.key("top_p").number(*p.topP);
    if (p.maxOutput)
        json.key("max_output_tokens").number(std::max<std::uint64_t>(*p.maxOutput, 2)); // their least
    if (!p.stop.empty()) {
        json.key("stop").beginArray();
        for (const std::string& stop : p.stop)
            json.text(stop);
        json.endArray();
    }
    if (p.format.kind != ResponseFormat::Kind::Text)
        json.key("response_format").text("json_object");
    if (!p.user.empty())
        json.key("user_id").text(p.user);
    for (const RawField& extra : p.extras)
        adjustments.dropped(extra.name);
}

} // namespace

std::string ernieChatBody(const ChatRequest& request, const Capabilities& can, Adjustments& adjustments)
{
    const ChatParameters p = adapt(request.parameters, can, adjustments);
    TurnsReader reader(adjustments);
    reader.read(request.messages);
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("messages").beginArray();
    for (const Turn& turn : reader.turns())
        writeTurn(json, turn);
    json.endArray();
    if (!reader.system().empty())
        json.key("system").text(reader.system());
    writeFunctions(json, p);
    writeSampling(json, p, adjustments);
    if (request.stream)
        json.key("stream").boolean(true);
    json.endObject();
    return out;
}

} // namespace lanyard
