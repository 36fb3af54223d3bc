#include "ResponsesClient.h"

#include "Corpus.h"
#include "llm/JsonDocument.h"
#include "providers/openai/OpenAiWire.h"

#include <map>

namespace lanyard::test {
namespace {

ChatAnswer answerOf(const JsonValue& response)
{
    ChatAnswer answer;
    answer.id = response["id"].text();
    ChatChoice& choice = answer.choices.emplace_back();
    bool anyCall = false;
    for (const JsonValue item : response["output"]) {
        const JsonValue type = item["type"];
        if (type.is("message")) {
            for (const JsonValue part : item["content"])
                choice.parts.push_back({TextPart{part["text"].text()}, {}});
        } else if (type.is("reasoning")) {
            std::string text;
            for (const JsonValue part : item["summary"])
                text += part["text"].text();
            choice.parts.push_back({ReasoningPart{text, item["encrypted_content"].text(), {}, false, {}}, {}});
        } else {
            anyCall = true;
            choice.parts.push_back({ToolCallPart{item["call_id"].text(), item["name"].text(), item["arguments"].text(), {}, {}, {}}, {}});
        }
    }
    const JsonValue reason = response["incomplete_details"]["reason"];
    choice.stop = reason.is("max_output_tokens") ? StopReason::MaxTokens
        : reason.is("content_filter")            ? StopReason::ContentFilter
        : anyCall                                ? StopReason::ToolCalls
                                                 : StopReason::EndTurn;
    answer.usage = openAiUsage(response["usage"].raw());
    return answer;
}

class StreamChecker
{
public:
    void see(std::string_view event, std::string_view data)
    {
        JsonDocument document;
        if (!document.parse(data))
            return wrong("an event that is no JSON");
        const JsonValue root = document.root();
        const std::string type = root["type"].text();
        if (event != type)
            wrong("the event's name is not its type");
        if (root["sequence_number"].whole() != m_next++)
            wrong("a gap in the numbers at " + type);
        if (m_next == 1 && type != "response.created")
            wrong("does not begin with response.created");
        if (m_over)
            wrong("something behind the end");
        const std::uint64_t index = root["output_index"].whole().value_or(0);
        if (type == "response.output_item.added") {
            if (index != m_items.size())
                wrong("an item out of order");
            m_items[index] = {};
        } else if (type.starts_with("response.") && root["output_index"] && !m_items.contains(index)) {
            wrong(type + " of an item that was not added");
        } else if (type.ends_with(".delta")) {
            m_items[index].pieces += root["delta"].text();
        } else if (type == "response.output_text.done" || type == "response.reasoning_summary_text.done") {
            check(index, root["text"].text());
        } else if (type == "response.function_call_arguments.done") {
            check(index, root["arguments"].text());
        } else if (type == "response.output_item.done") {
            m_items[index].done = std::string(root["item"].raw());
        } else if (type == "response.completed" || type == "response.incomplete") {
            m_over = true;
            finish(root["response"]);
        }
    }

    ChatAnswer answer;
    std::string fault;

    bool over() const { return m_over; }
    void wrong(const std::string& what)
    {
        if (fault.empty())
            fault = what;
    }

private:
    struct Item
    {
        std::string pieces;
        std::string done;
    };

    void check(std::uint64_t index, const std::string& whole)
    {
        if (m_items[index].pieces != whole)
            wrong("the pieces are not the whole: " + m_items[index].pieces + " / " + whole);
    }

    void finish(const JsonValue& response)
    {
        std::uint64_t index = 0;
        for (const JsonValue item : response["output"]) {
            if (m_items[index++].done != item.raw())
                wrong("an item of the whole answer is not the one that was done");
        }
        if (index != m_items.size())
            wrong("items are missing in the whole answer");
        answer = answerOf(response);
    }

    std::uint64_t m_next = 0;
    bool m_over = false;
    std::map<std::uint64_t, Item> m_items;
};

} // namespace

ChatAnswer readResponse(const std::string& body)
{
    JsonDocument document;
    (void)document.parse(body);
    return answerOf(document.root());
}

ChatAnswer readResponseStream(const std::string& stream, std::string& fault)
{
    StreamChecker checker;
    feedFrames(StreamFraming::Sse, {stream}, [&](std::string_view event, std::string_view data) { checker.see(event, data); });
    if (!checker.over())
        checker.wrong("no end");
    fault = checker.fault;
    return checker.answer;
}

} // namespace lanyard::test
