#include "support/FakeProviderScript.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <numeric>

namespace lanyard::test {
namespace {

constexpr std::string_view kHead = R"("id":"chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG",)";
constexpr std::string_view kCreated = R"("created":1741570283,)";
constexpr std::string_view kTail = R"("service_tier":"default","system_fingerprint":"fp_fc9f1d7035")";

std::string usageObject(const FakeChat& chat)
{
    return "{\"prompt_tokens\":" + std::to_string(chat.promptTokens) +
           ",\"completion_tokens\":" + std::to_string(chat.completionTokens) +
           ",\"total_tokens\":" + std::to_string(chat.promptTokens + chat.completionTokens) +
           ",\"prompt_tokens_details\":{\"cached_tokens\":" + std::to_string(chat.cachedTokens) + ",\"audio_tokens\":0}" +
           ",\"completion_tokens_details\":{\"reasoning_tokens\":" + std::to_string(chat.reasoningTokens) +
           ",\"audio_tokens\":0,\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}";
}

std::string chunkEvent(std::string_view model, std::string_view choices, std::string_view usage)
{
    std::string event = "data: {";
    event.append(kHead).append("\"object\":\"chat.completion.chunk\",").append(kCreated);
    event.append("\"model\":").append(fakeQuoted(model)).append(",").append(kTail);
    event.append(",\"choices\":[").append(choices).append("]");
    if (!usage.empty())
        event.append(",\"usage\":").append(usage);
    return event + "}\n\n";
}

std::string choice(std::string_view delta, std::string_view finishReason)
{
    return "{\"index\":0,\"delta\":" + std::string(delta) + ",\"logprobs\":null,\"finish_reason\":" + std::string(finishReason) + "}";
}

FakeAnswer streamed(const FakeChat& chat, std::string_view model, bool withUsage)
{
    const std::string_view noUsage = withUsage ? "null" : "";
    std::vector<FakeChunk> chunks;
    chunks.push_back({chunkEvent(model, choice(R"({"role":"assistant","content":"","refusal":null})", "null"), noUsage)});
    for (const std::string& piece : chat.pieces)
        chunks.push_back({chunkEvent(model, choice("{\"content\":" + fakeQuoted(piece) + "}", "null"), noUsage), chat.pieceDelay});
    chunks.push_back({chunkEvent(model, choice("{}", fakeQuoted(chat.finishReason)), noUsage)});
    if (withUsage)
        chunks.push_back({chunkEvent(model, "", usageObject(chat))});
    chunks.push_back({"data: [DONE]\n\n"});
    return fakeStream(std::move(chunks));
}

FakeAnswer plain(const FakeChat& chat, std::string_view model)
{
    std::string body = "{";
    body.append(kHead).append("\"object\":\"chat.completion\",").append(kCreated);
    body.append("\"model\":").append(fakeQuoted(model));
    body.append(",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":").append(fakeQuoted(chat.text()));
    body.append(",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":");
    body.append(fakeQuoted(chat.finishReason)).append("}],\"usage\":").append(usageObject(chat));
    body.append(",").append(kTail).append("}");
    return fakePlain(std::move(body));
}

FakeAnswer modelList()
{
    return fakePlain(R"({"object":"list","data":[{"id":"gpt-4o-mini","object":"model","created":1721172741,"owned_by":"system"},)"
                     R"({"id":"gpt-4o","object":"model","created":1715367049,"owned_by":"system"}]})");
}

FakeAnswer chatAnswer(const FakeChat& chat, const FakeRequest& request)
{
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(request.body));
    if (!document.isObject())
        return fakeError(400, "invalid_request_error", "", "We could not parse the JSON body of your request.");
    const QJsonObject object = document.object();
    const std::string asked = object.value(QLatin1String("model")).toString().toStdString();
    if (asked.empty())
        return fakeError(400, "invalid_request_error", "", "you must provide a model parameter");
    const std::string_view model = chat.servedModel.empty() ? asked : chat.servedModel;
    if (!object.value(QLatin1String("stream")).toBool())
        return plain(chat, model);
    const QJsonObject options = object.value(QLatin1String("stream_options")).toObject();
    return streamed(chat, model, options.value(QLatin1String("include_usage")).toBool());
}

} // namespace

std::string FakeChat::text() const
{
    return std::accumulate(pieces.begin(), pieces.end(), std::string());
}

FakeAnswer FakeChat::answer(const FakeRequest& request) const
{
    if (!requiredKey.empty() && request.headers.value("authorization") != "Bearer " + requiredKey)
        return fakeError(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided.");
    const std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
    if (request.method == "POST" && path.ends_with("/chat/completions"))
        return chatAnswer(*this, request);
    if (request.method == "GET" && path.ends_with("/models"))
        return modelList();
    return fakeError(404, "invalid_request_error", "unknown_url",
                     "Unknown request URL: " + request.method + " " + std::string(path) + ".");
}

FakeAnswer fakeError(int status, std::string_view type, std::string_view code, std::string_view message)
{
    FakeAnswer answer = fakePlain("{\n    \"error\": {\n        \"message\": " + fakeQuoted(message) + ",\n        \"type\": " +
                                  fakeQuoted(type) + ",\n        \"param\": null,\n        \"code\": " +
                                  (code.empty() ? "null" : fakeQuoted(code)) + "\n    }\n}\n");
    answer.status = status;
    return answer;
}

FakeAnswer fakeSilence(FakeAnswer::Ending ending)
{
    FakeAnswer answer;
    answer.status = 0;
    answer.ending = ending;
    return answer;
}

FakeAnswer fakePlain(std::string body, std::string_view contentType)
{
    FakeAnswer answer;
    answer.headers.add("Content-Type", contentType);
    answer.headers.add("x-request-id", "req_fake");
    answer.body = std::move(body);
    return answer;
}

FakeAnswer fakeStream(std::vector<FakeChunk> chunks)
{
    FakeAnswer answer;
    answer.headers.add("Content-Type", "text/event-stream; charset=utf-8");
    answer.headers.add("Cache-Control", "no-cache");
    answer.headers.add("x-request-id", "req_fake");
    answer.chunks = std::move(chunks);
    return answer;
}

std::string fakeQuoted(std::string_view text)
{
    const QString value = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    const QByteArray array = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return array.mid(1, array.size() - 2).toStdString();
}

} // namespace lanyard::test
