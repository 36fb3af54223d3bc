#include "surfaces/responses/ResponsesStreamEncoder.h"

#include "llm/SignatureTag.h"
#include "surfaces/responses/ResponsesMemory.h"

#include <algorithm>

namespace lanyard {

ResponsesStreamEncoder::ResponsesStreamEncoder(ResponsesToolNames tools, const ModelTask& task, const AnswerFacts& facts)
    : m_task(task), m_tools(std::move(tools)), m_model(facts.model), m_requestId(facts.requestId), m_created(facts.created)
{
}

JsonWriter ResponsesStreamEncoder::begin(std::string_view type, std::string& out)
{
    out += "event: ";
    out += type;
    out += "\ndata: ";
    JsonWriter json(out);
    json.beginObject().key("type").text(type).key("sequence_number").number(m_sequence++);
    return json;
}

void ResponsesStreamEncoder::end(JsonWriter& json, std::string& out)
{
    json.endObject();
    out += "\n\n";
}

void ResponsesStreamEncoder::writeState(std::string_view type, std::string_view status, std::string& out)
{
    const std::string items = responsesList(m_done);
    JsonWriter json = begin(type, out);
    json.key("response");
    const bool over = status != "in_progress";
    writeResponse(json, {m_id, status, over ? responsesIncompleteReason(m_stop) : std::string_view{}, items, over && m_usage ? &*m_usage : nullptr}, m_model, m_created);
    end(json, out);
}

void ResponsesStreamEncoder::itemAdded(std::size_t index, std::string_view item, std::string& out)
{
    JsonWriter json = begin("response.output_item.added", out);
    json.key("output_index").number(std::uint64_t{index}).key("item").raw(item);
    end(json, out);
}

void ResponsesStreamEncoder::itemDone(std::size_t index, std::string item, std::string& out)
{
    JsonWriter json = begin("response.output_item.done", out);
    json.key("output_index").number(std::uint64_t{index}).key("item").raw(item);
    end(json, out);
    m_done.resize(std::max(m_done.size(), index + 1));
    m_done[index] = std::move(item);
}

void ResponsesStreamEncoder::beginItem(Open kind, std::string& out)
{
    if (m_open == kind)
        return;
    closeItem(out);
    m_open = kind;
    m_openIndex = m_items++;
    m_text.clear();
    std::string item;
    JsonWriter json(item);
    if (kind == Open::Reasoning) {
        m_openId = responsesItemId("rs", m_requestId, m_openIndex);
        writeReasoningItem(json, m_openId, {}, {});
        itemAdded(m_openIndex, item, out);
        JsonWriter part = begin("response.reasoning_summary_part.added", out);
        part.key("item_id").text(m_openId).key("output_index").number(std::uint64_t{m_openIndex}).key("summary_index").number(0);
        part.key("part").raw(R"({"type":"summary_text","text":""})");
        end(part, out);
        return;
    }
    m_openId = responsesItemId("msg", m_requestId, m_openIndex);
    writeMessageItem(json, m_openId, "in_progress", {}, {});
    itemAdded(m_openIndex, item, out);
    JsonWriter part = begin("response.content_part.added", out);
    part.key("item_id").text(m_openId).key("output_index").number(std::uint64_t{m_openIndex}).key("content_index").number(0);
    part.key("part").raw(kind == Open::Text ? R"({"type":"output_text","text":"","annotations":[],"logprobs":[]})" : R"({"type":"refusal","refusal":""})");
    end(part, out);
}

void ResponsesStreamEncoder::delta(std::string_view type, std::string_view text, std::string& out, const Logprobs* logprobs)
{
    m_text += text;
    JsonWriter json = begin(type, out);
    json.key("item_id").text(m_openId).key("output_index").number(std::uint64_t{m_openIndex});
    json.key(m_open == Open::Reasoning ? "summary_index" : "content_index").number(0).key("delta").text(text);
    if (m_open == Open::Text)
        writeLogprobs(json.key("logprobs"), logprobs ? *logprobs : Logprobs());
    end(json, out);
}

void ResponsesStreamEncoder::closeItem(std::string& out)
{
    if (m_open == Open::Reasoning)
        closeReasoning({}, out);
    else if (m_open != Open::None)
        closeMessage(out);
}

void ResponsesStreamEncoder::closeMessage(std::string& out)
{
    const bool text = m_open == Open::Text;
    const auto place = [&](JsonWriter& json) {
        json.key("item_id").text(m_openId).key("output_index").number(std::uint64_t{m_openIndex}).key("content_index").number(0);
    };
    JsonWriter done = begin(text ? "response.output_text.done" : "response.refusal.done", out);
    place(done);
    done.key(text ? "text" : "refusal").text(m_text);
    if (text)
        writeLogprobs(done.key("logprobs"), m_logprobs);
    end(done, out);
    JsonWriter part = begin("response.content_part.done", out);
    place(part);
    part.key("part").beginObject().key("type").text(text ? "output_text" : "refusal").key(text ? "text" : "refusal").text(m_text);
    if (text)
        writeLogprobs(part.key("annotations").raw("[]").key("logprobs"), m_logprobs);
    part.endObject();
    end(part, out);
    std::string item;
    JsonWriter json(item);
    writeMessageItem(json, m_openId, "completed", text ? std::string_view(m_text) : std::string_view{}, text ? std::string_view{} : std::string_view(m_text), m_logprobs);
    m_logprobs.clear();
    m_open = Open::None;
    itemDone(m_openIndex, std::move(item), out);
}

void ResponsesStreamEncoder::closeReasoning(std::string_view encrypted, std::string& out)
{
    const auto place = [&](JsonWriter& json) {
        json.key("item_id").text(m_openId).key("output_index").number(std::uint64_t{m_openIndex}).key("summary_index").number(0);
    };
    JsonWriter done = begin("response.reasoning_summary_text.done", out);
    place(done);
    done.key("text").text(m_text);
    end(done, out);
    JsonWriter part = begin("response.reasoning_summary_part.done", out);
    place(part);
    part.key("part").beginObject().key("type").text("summary_text").key("text").text(m_text).endObject();
    end(part, out);
    std::string item;
    JsonWriter json(item);
    writeReasoningItem(json, m_openId, m_text, encrypted);
    m_open = Open::None;
    itemDone(m_openIndex, std::move(item), out);
}

/// Thoughts of which only the signature is given out.
void ResponsesStreamEncoder::signatureItem(std::string_view signature, std::string& out)
{
    closeItem(out);
    const std::size_t index = m_items++;
    const std::string id = responsesItemId("rs", m_requestId, index);
    std::string item;
    JsonWriter json(item);
    writeReasoningItem(json, id, {}, signature);
    itemAdded(index, item, out);
    itemDone(index, std::move(item), out);
}

void ResponsesStreamEncoder::startCall(const ToolCallStart& event, std::string& out)
{
    if (!event.signature.empty())
        signatureItem(taggedSignature(event.signature, event.signedBy, Protocol::Responses), out);
    closeItem(out);
    const std::size_t index = m_items++;
    Call call{event.call, index, responsesItemId("fc", m_requestId, index), std::string(event.id), m_tools.find(event.name), {}};
    std::string item;
    JsonWriter json(item);
    writeCallItem(json, call.itemId, "in_progress", call.tool, call.callId, {});
    itemAdded(index, item, out);
    m_calls.push_back(std::move(call));
}

void ResponsesStreamEncoder::endCall(std::uint32_t number, std::string& out)
{
    const auto call = std::find_if(m_calls.begin(), m_calls.end(), [=](const Call& c) { return c.call == number; });
    if (call == m_calls.end())
        return;
    const bool custom = call->tool.form == ResponsesToolNames::Form::Custom;
    const auto place = [&](JsonWriter& json) { json.key("item_id").text(call->itemId).key("output_index").number(std::uint64_t{call->index}); };
    if (custom) { // its text is only known when the arguments around it are whole
        JsonWriter delta = begin("response.custom_tool_call_input.delta", out);
        place(delta);
        delta.key("delta").text(ResponsesToolNames::customInput(call->arguments));
        end(delta, out);
    }
    JsonWriter done = begin(custom ? "response.custom_tool_call_input.done" : "response.function_call_arguments.done", out);
    place(done);
    if (custom)
        done.key("input").text(ResponsesToolNames::customInput(call->arguments));
    else
        done.key("name").text(call->tool.name).key("arguments").text(call->arguments);
    end(done, out);
    std::string item;
    JsonWriter json(item);
    writeCallItem(json, call->itemId, "completed", call->tool, call->callId, call->arguments);
    itemDone(call->index, std::move(item), out);
    m_calls.erase(call);
}

void ResponsesStreamEncoder::encode(const StreamEvent& event, std::string& out)
{
    std::visit(Overloaded{
                   [&](const StreamStart& e) {
                       m_id = responsesId(e.id, m_requestId);
                       writeState("response.created", "in_progress", out);
                       writeState("response.in_progress", "in_progress", out);
                   },
                   [&](const ReasoningDelta& e) {
                       beginItem(Open::Reasoning, out);
                       delta("response.reasoning_summary_text.delta", e.text, out);
                   },
                   [&](const ReasoningEnd& e) {
                       const std::string signature = taggedSignature(e.signature, e.signedBy, Protocol::Responses);
                       if (m_open == Open::Reasoning)
                           closeReasoning(signature, out);
                       else if (!signature.empty())
                           signatureItem(signature, out);
                   },
                   [&](const TextDelta& e) {
                       beginItem(Open::Text, out);
                       if (e.logprobs)
                           m_logprobs.insert(m_logprobs.end(), e.logprobs->begin(), e.logprobs->end());
                       delta("response.output_text.delta", e.text, out, e.logprobs);
                   },
                   [&](const RefusalDelta& e) {
                       beginItem(Open::Refusal, out);
                       delta("response.refusal.delta", e.text, out);
                   },
                   [&](const ToolCallStart& e) { startCall(e, out); },
                   [&](const ToolCallDelta& e) {
                       const auto call = std::find_if(m_calls.begin(), m_calls.end(), [&](const Call& c) { return c.call == e.call; });
                       if (call == m_calls.end())
                           return;
                       call->arguments += e.arguments;
                       if (call->tool.form == ResponsesToolNames::Form::Custom)
                           return;
                       JsonWriter json = begin("response.function_call_arguments.delta", out);
                       json.key("item_id").text(call->itemId).key("output_index").number(std::uint64_t{call->index}).key("delta").text(e.arguments);
                       end(json, out);
                   },
                   [&](const ToolCallEnd& e) { endCall(e.call, out); },
                   [&](const StreamStop& e) {
                       closeItem(out);
                       m_stop = e.reason;
                   },
                   [&](const UsageReport& e) { m_usage = e.usage; },
               },
               event);
}

void ResponsesStreamEncoder::finish(std::string& out)
{
    const bool whole = responsesIncompleteReason(m_stop).empty();
    rememberResponse(m_task, m_id, m_done);
    writeState(whole ? "response.completed" : "response.incomplete", whole ? "completed" : "incomplete", out);
}

} // namespace lanyard
