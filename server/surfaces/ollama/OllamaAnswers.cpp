#include "surfaces/ollama/OllamaAnswers.h"

#include "llm/JsonScan.h"

#include <QDateTime>

namespace lanyard {
namespace {

std::string timeText(WallTime time)
{
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
    return QDateTime::fromMSecsSinceEpoch(ms).toUTC().toString(Qt::ISODateWithMs).toStdString();
}

void writeCalls(JsonWriter& json, std::span<const ToolCallPart> calls)
{
    if (calls.empty())
        return;
    json.key("tool_calls").beginArray();
    int index = 0;
    for (const ToolCallPart& call : calls) {
        const bool object = isJsonObject(call.arguments) && checkJson(call.arguments).has_value();
        json.beginObject().key("id").text(call.id).key("function").beginObject().key("index").number(index++).key("name").text(call.name);
        json.key("arguments").raw(object ? std::string_view(call.arguments) : "{}").endObject().endObject();
    }
    json.endArray();
}

} // namespace

void writeOllamaLine(std::string& out, const OllamaLine& line, std::string_view model, WallTime created)
{
    JsonWriter json(out);
    json.beginObject().key("model").text(model).key("created_at").text(timeText(created));
    if (line.generate) {
        json.key("response").text(line.content);
    } else {
        json.key("message").beginObject().key("role").text("assistant").key("content").text(line.content);
        if (!line.thinking.empty())
            json.key("thinking").text(line.thinking);
        writeCalls(json, line.calls);
        json.endObject();
    }
    if (line.generate && !line.thinking.empty())
        json.key("thinking").text(line.thinking);
    if (line.logprobs && !line.logprobs->empty()) {
        json.key("logprobs");
        writeLogprobs(json, *line.logprobs);
    }
    json.key("done").boolean(line.stop.has_value());
    if (line.stop) {
        json.key("done_reason").text(*line.stop == StopReason::MaxTokens ? "length" : "stop");
        // How long it took inside the model is not known here; clients only show it.
        for (const std::string_view name : {"total_duration", "load_duration", "prompt_eval_duration", "eval_duration"})
            json.key(name).number(0);
        json.key("prompt_eval_count").number(line.usage.promptTokens()).key("eval_count").number(line.usage.completionTokens());
    }
    json.endObject();
}

std::string ollamaAnswer(const ChatAnswer& answer, bool generate, const AnswerFacts& facts)
{
    static const ChatChoice none;
    const ChatChoice& choice = answer.choices.empty() ? none : answer.choices.front();
    std::string content;
    std::string thinking;
    std::vector<ToolCallPart> calls;
    for (const Part& part : choice.parts) {
        std::visit(Overloaded{[&](const TextPart& p) { content += p.text; }, [&](const RefusalPart& p) { content += p.text; },
                              [&](const ReasoningPart& p) { thinking += p.text; }, [&](const ToolCallPart& p) { calls.push_back(p); },
                              [](const auto&) {}},
                   part.value);
    }
    std::string out;
    writeOllamaLine(out, {generate, content, thinking, calls, choice.stop, answer.usage.value_or(Usage{}), &choice.logprobs}, facts.model, facts.created);
    return out;
}

std::string ollamaModelList(std::span<const std::string_view> names, WallTime created)
{
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("models").beginArray();
    for (const std::string_view name : names) {
        json.beginObject().key("name").text(name).key("model").text(name).key("modified_at").text(timeText(created)).key("size").number(0);
        json.key("digest").text("").key("details").raw(R"({"parent_model":"","format":"","family":"","families":[],"parameter_size":"","quantization_level":""})");
        json.endObject();
    }
    json.endArray().endObject();
    return out;
}

} // namespace lanyard
