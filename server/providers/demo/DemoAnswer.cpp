#include "providers/demo/DemoAnswer.h"

#include "llm/JsonScan.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <charconv>

namespace lanyard {
namespace {

/// What a chat request asks for, as far as the demo cares.
struct Question
{
    std::string model;
    bool stream = false;
    bool includeUsage = false;
    std::size_t messages = 0;
    std::size_t characters = 0;
    std::size_t bytes = 0;
};

void countText(const QJsonValue& content, Question& question)
{
    if (content.isString()) {
        question.characters += static_cast<std::size_t>(content.toString().toUcs4().size());
        question.bytes += static_cast<std::size_t>(content.toString().toUtf8().size());
    }
    for (const QJsonValue& part : content.toArray())
        countText(part.toObject().value(QLatin1String("text")), question);
}

Question readQuestion(const QJsonObject& object)
{
    Question question;
    question.model = object.value(QLatin1String("model")).toString().toStdString();
    question.stream = object.value(QLatin1String("stream")).toBool();
    const QJsonObject options = object.value(QLatin1String("stream_options")).toObject();
    question.includeUsage = options.value(QLatin1String("include_usage")).toBool();
    const QJsonArray messages = object.value(QLatin1String("messages")).toArray();
    question.messages = static_cast<std::size_t>(messages.size());
    for (const QJsonValue& message : messages)
        countText(message.toObject().value(QLatin1String("content")), question);
    return question;
}

std::string counted(std::size_t count, std::string_view noun)
{
    return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string answerText(const Question& question)
{
    return "Hello from the demo provider of Lanyard, the gateway to large language models on your own network. One "
           "OpenAI-compatible endpoint serves every person, app and agent here; behind it stands a pool of provider keys, "
           "routed, limited and metered for each user. You sent " +
           counted(question.messages, "message") + " with " + counted(question.characters, "character") +
           ". This answer is canned: no provider was asked and nothing left this machine. Add a provider and its key, point "
           "a model at it, and this same address gives you real answers.";
}

std::size_t tokensOf(std::size_t bytes)
{
    return (bytes + 3) / 4;
}

std::string usageObject(const Question& question, std::string_view text)
{
    const std::size_t prompt = tokensOf(question.bytes);
    const std::size_t completion = tokensOf(text.size());
    return "{\"prompt_tokens\":" + std::to_string(prompt) + ",\"completion_tokens\":" + std::to_string(completion) +
           ",\"total_tokens\":" + std::to_string(prompt + completion) + "}";
}

/// FNV-1a: the same question has the same id.
std::string answerId(std::string_view body)
{
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : body)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    char digits[16];
    const auto [end, error] = std::to_chars(digits, digits + sizeof digits, hash, 16);
    return "chatcmpl-demo-" + std::string(digits, end);
}

/// `{"id":...,"object":...,"created":...,"model":...,` : how every object of an answer begins.
std::string opening(const Question& question, std::string_view body, std::string_view object, std::int64_t createdUnix)
{
    std::string text = "{\"id\":\"" + answerId(body) + "\",\"object\":\"" + std::string(object) +
                       "\",\"created\":" + std::to_string(createdUnix) + ",\"model\":";
    appendJsonQuoted(text, question.model);
    return text + ",";
}

DemoAnswer json(int status, std::string body)
{
    DemoAnswer answer;
    answer.status = status;
    answer.headers = {{"Content-Type", "application/json"}, {"Content-Length", std::to_string(body.size())}};
    answer.pieces.push_back({std::move(body)});
    return answer;
}

DemoAnswer error(int status, std::string_view code, std::string_view message)
{
    return json(status, "{\"error\":{\"message\":" + jsonQuoted(message) +
                            ",\"type\":\"invalid_request_error\",\"param\":null,\"code\":" + jsonQuoted(code) + "}}");
}

DemoAnswer plain(const Question& question, const std::string& start)
{
    const std::string text = answerText(question);
    return json(200, start + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":" + jsonQuoted(text) +
                         ",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":" +
                         usageObject(question, text) + "}");
}

DemoAnswer streamed(const Question& question, const std::string& start)
{
    DemoAnswer answer;
    answer.headers = {{"Content-Type", "text/event-stream; charset=utf-8"}, {"Cache-Control", "no-cache"}};
    const auto add = [&](const std::string& choices, const std::string& usage, bool paced) {
        std::string event = "data: " + start + "\"choices\":[" + choices + "]";
        if (question.includeUsage)
            event += ",\"usage\":" + usage;
        answer.pieces.push_back({event + "}\n\n", paced});
    };
    const auto choice = [](const std::string& delta, std::string_view finish) {
        return "{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":" + std::string(finish) + "}";
    };
    add(choice(R"({"role":"assistant","content":""})", "null"), "null", false);
    const std::string text = answerText(question);
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t to = std::min(text.find(' ', from + 1), text.size());
        add(choice("{\"content\":" + jsonQuoted(std::string_view(text).substr(from, to - from)) + "}", "null"), "null", true);
        from = to;
    }
    add(choice("{}", "\"stop\""), "null", false);
    if (question.includeUsage)
        add("", usageObject(question, text), false);
    answer.pieces.push_back({"data: [DONE]\n\n"});
    return answer;
}

DemoAnswer chat(std::string_view body, std::int64_t createdUnix)
{
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromRawData(body.data(), static_cast<qsizetype>(body.size())));
    if (!document.isObject())
        return error(400, "invalid_json", "The body is not a JSON object.");
    const Question question = readQuestion(document.object());
    if (question.stream)
        return streamed(question, opening(question, body, "chat.completion.chunk", createdUnix));
    return plain(question, opening(question, body, "chat.completion", createdUnix));
}

} // namespace

DemoAnswer demoAnswer(HttpMethod method, std::string_view target, std::string_view body, std::int64_t createdUnix)
{
    const std::string_view path = target.substr(0, target.find('?'));
    if (method == HttpMethod::Post && path.ends_with("/chat/completions"))
        return chat(body, createdUnix);
    if (method == HttpMethod::Get && path.ends_with("/models")) {
        return json(200, R"({"object":"list","data":[{"id":"demo","object":"model","created":)" + std::to_string(createdUnix) +
                             R"(,"owned_by":"lanyard"}]})");
    }
    return error(404, "unknown_url", "The demo provider answers chat completions and the list of models only.");
}

} // namespace lanyard
