#include "surfaces/responses/ResponsesAnswer.h"

#include "llm/SignatureTag.h"
#include "surfaces/responses/ResponsesMemory.h"

namespace lanyard {
namespace {

void writeUsage(JsonWriter& json, const Usage& usage)
{
    json.beginObject().key("input_tokens").number(usage.promptTokens());
    json.key("input_tokens_details").beginObject().key("cached_tokens").number(usage[TokenBucket::CachedInput]).endObject();
    json.key("output_tokens").number(usage.completionTokens());
    json.key("output_tokens_details").beginObject().key("reasoning_tokens").number(usage[TokenBucket::Reasoning]).endObject();
    json.key("total_tokens").number(usage.total()).endObject();
}

} // namespace

std::string_view responsesIncompleteReason(StopReason reason)
{
    if (reason == StopReason::MaxTokens)
        return "max_output_tokens";
    return reason == StopReason::ContentFilter || reason == StopReason::Refusal ? "content_filter" : std::string_view{};
}

std::string responsesId(std::string_view providersId, std::string_view requestId)
{
    return providersId.starts_with("resp_") ? std::string(providersId) : "resp_" + std::string(providersId.empty() ? requestId : providersId);
}

std::string responsesItemId(std::string_view kind, std::string_view requestId, std::size_t index)
{
    return std::string(kind) + "_" + std::string(requestId) + "_" + std::to_string(index);
}

std::string responsesList(std::span<const std::string> items)
{
    std::string list;
    JsonWriter json(list);
    json.beginArray();
    for (const std::string& item : items) {
        if (!item.empty())
            json.raw(item);
    }
    json.endArray();
    return list;
}

void writeResponse(JsonWriter& json, const ResponseState& state, std::string_view model, WallTime created)
{
    json.beginObject().key("id").text(state.id).key("object").text("response");
    json.key("created_at").number(static_cast<std::int64_t>(std::chrono::duration_cast<std::chrono::seconds>(created.time_since_epoch()).count()));
    json.key("status").text(state.status).key("background").boolean(false).key("error").null().key("incomplete_details");
    if (state.incompleteReason.empty())
        json.null();
    else
        json.beginObject().key("reason").text(state.incompleteReason).endObject();
    json.key("instructions").null().key("max_output_tokens").null().key("model").text(model).key("output").raw(state.outputRaw);
    json.key("parallel_tool_calls").boolean(true).key("previous_response_id").null();
    json.key("reasoning").raw(R"({"effort":null,"summary":null})").key("store").boolean(false).key("temperature").null();
    json.key("text").raw(R"({"format":{"type":"text"}})").key("tool_choice").text("auto").key("tools").raw("[]").key("top_p").null();
    json.key("truncation").text("disabled").key("usage");
    if (state.usage)
        writeUsage(json, *state.usage);
    else
        json.null();
    json.key("user").null().key("metadata").raw("{}").endObject();
}

void writeMessageItem(JsonWriter& json, std::string_view id, std::string_view status, std::string_view text, std::string_view refusal, const Logprobs& logprobs)
{
    json.beginObject().key("id").text(id).key("type").text("message").key("status").text(status).key("role").text("assistant").key("content").beginArray();
    if (!text.empty()) {
        json.beginObject().key("type").text("output_text").key("text").text(text).key("annotations").raw("[]").key("logprobs");
        writeLogprobs(json, logprobs);
        json.endObject();
    }
    if (!refusal.empty())
        json.beginObject().key("type").text("refusal").key("refusal").text(refusal).endObject();
    json.endArray().endObject();
}

void writeReasoningItem(JsonWriter& json, std::string_view id, std::string_view text, std::string_view encrypted)
{
    json.beginObject().key("id").text(id).key("type").text("reasoning").key("summary").beginArray();
    if (!text.empty())
        json.beginObject().key("type").text("summary_text").key("text").text(text).endObject();
    json.endArray();
    if (!encrypted.empty())
        json.key("encrypted_content").text(encrypted);
    json.endObject();
}

void writeCallItem(JsonWriter& json, std::string_view id, std::string_view status, const ResponsesToolNames::Tool& tool, std::string_view callId, std::string_view arguments)
{
    const bool custom = tool.form == ResponsesToolNames::Form::Custom;
    json.beginObject().key("id").text(id).key("type").text(custom ? "custom_tool_call" : "function_call").key("status").text(status);
    json.key("call_id").text(callId).key("name").text(tool.name);
    if (!tool.space.empty())
        json.key("namespace").text(tool.space);
    if (custom)
        json.key("input").text(arguments.empty() ? std::string() : ResponsesToolNames::customInput(arguments));
    else
        json.key("arguments").text(arguments);
    json.endObject();
}

std::string responsesAnswer(const ChatAnswer& answer, const ResponsesToolNames& tools, const ModelTask& task, const AnswerFacts& facts)
{
    static const ChatChoice none;
    const ChatChoice& choice = answer.choices.empty() ? none : answer.choices.front();
    std::vector<std::string> items;
    const auto add = [&](std::string_view kind, const auto& write) {
        const std::string id = responsesItemId(kind, facts.requestId, items.size());
        JsonWriter json(items.emplace_back());
        write(json, id);
    };
    const auto thoughts = [&](std::string_view text, std::string_view signature, std::optional<Protocol> signedBy) {
        add("rs", [&](JsonWriter& json, const std::string& id) { writeReasoningItem(json, id, text, taggedSignature(signature, signedBy, Protocol::Responses)); });
    };
    for (const Part& part : choice.parts) {
        std::visit(Overloaded{
                       [&](const TextPart& p) { add("msg", [&](JsonWriter& json, const std::string& id) { writeMessageItem(json, id, "completed", p.text, {}, choice.logprobs); }); },
                       [&](const RefusalPart& p) { add("msg", [&](JsonWriter& json, const std::string& id) { writeMessageItem(json, id, "completed", {}, p.text); }); },
                       [&](const ReasoningPart& p) { thoughts(p.text, p.signature, p.signedBy); },
                       [&](const ToolCallPart& p) {
                           if (!p.signature.empty())
                               thoughts({}, p.signature, p.signedBy);
                           add("fc", [&](JsonWriter& json, const std::string& id) { writeCallItem(json, id, "completed", tools.find(p.name), p.id, p.arguments); });
                       },
                       [](const auto&) {},
                   },
                   part.value);
    }
    const std::string_view incomplete = responsesIncompleteReason(choice.stop);
    const std::string id = responsesId(answer.id, facts.requestId);
    rememberResponse(task, id, items);
    std::string out;
    JsonWriter json(out);
    writeResponse(json, {id, incomplete.empty() ? "completed" : "incomplete", incomplete, responsesList(items), answer.usage ? &*answer.usage : nullptr}, facts.model, facts.created);
    return out;
}

} // namespace lanyard
