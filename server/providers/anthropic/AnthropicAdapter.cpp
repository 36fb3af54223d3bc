#include "providers/anthropic/AnthropicAdapter.h"

#include "llm/BodyEdit.h"
#include "llm/JsonDocument.h"
#include "llm/JsonScan.h"
#include "providers/anthropic/AnthropicChatReader.h"
#include "providers/anthropic/AnthropicChatWriter.h"
#include "providers/anthropic/AnthropicFailures.h"
#include "providers/anthropic/AnthropicStreamScanner.h"
#include "providers/anthropic/AnthropicWire.h"

namespace lanyard {
namespace {

constexpr std::string_view kVersion = "2023-06-01";

/// `client`: the client's headers on pass-through, whose version and betas decide what the body may say; else null.
HttpHeaders headersFor(const ProviderConfig& provider, const CredentialConfig& credential, const HttpHeaders* client)
{
    HttpHeaders headers;
    headers.reserve(5 + provider.headers.size());
    if (credential.key && !credential.key->empty()) {
        const std::string_view key = credential.key->reveal();
        if (key.starts_with("sk-ant-oat")) // a subscription's token
            headers.add("Authorization", "Bearer " + std::string(key));
        else
            headers.add("x-api-key", key);
    }
    const std::string_view version = client ? client->value("anthropic-version") : std::string_view{};
    headers.add("anthropic-version", version.empty() ? kVersion : version);
    if (client && client->contains("anthropic-beta"))
        headers.add("anthropic-beta", client->value("anthropic-beta"));
    for (const auto& [name, value] : provider.headers)
        headers.set(name, value);
    return headers;
}

ProviderCall callTo(const ProviderTarget& target, std::string_view path, BodySlices body, bool stream, const HttpHeaders* client)
{
    ProviderCall call{target.provider.baseUrl + std::string(path), headersFor(target.provider, target.credential, client), std::move(body)};
    call.headers.add("Content-Type", "application/json");
    call.headers.add("Accept", stream ? "text/event-stream" : "application/json");
    return call;
}

} // namespace

bool AnthropicAdapter::passesThrough(const ProviderConfig&, const ModelTask& task) const
{
    return task.protocol == Protocol::Anthropic;
}

ProviderCall AnthropicAdapter::passThrough(const ProviderTarget& target, const ModelTask& task) const
{
    std::vector<BodyEdit> edits;
    if (task.modelRaw.empty())
        edits.push_back(appendMember(task.body, task.body, "\"model\":" + jsonQuoted(target.model)));
    else if (task.model != target.model)
        edits.push_back(replaceSlice(task.body, task.modelRaw, jsonQuoted(target.model)));
    const std::string_view path = task.operation == Operation::CountTokens ? "/messages/count_tokens" : "/messages";
    return callTo(target, path, editedBody(task.body, std::move(edits)), task.stream, task.headers);
}

PlainAnswer AnthropicAdapter::readPlain(const ModelTask& task, std::string_view body) const
{
    JsonDocument document;
    PlainAnswer answer;
    if (!document.parse(body))
        return answer;
    const JsonValue root = document.root();
    if (task.operation == Operation::CountTokens) {
        answer.meaningful = root["input_tokens"].isNumber();
        answer.usage.emplace(); // counting is free
        return answer;
    }
    answer.meaningful = root["content"].isArray();
    answer.textBytes = root["content"].raw().size();
    if (root["usage"].isObject()) {
        answer.usage.emplace();
        readAnthropicUsage(root["usage"], *answer.usage);
    }
    return answer;
}

std::unique_ptr<StreamScanner> AnthropicAdapter::makeScanner(const ModelTask&) const
{
    return std::make_unique<AnthropicStreamScanner>();
}

const Capabilities& AnthropicAdapter::capabilities() const
{
    static const Capabilities can{.multipleChoices = false, .seed = false, .penalties = false, .logprobs = false, .maxTemperature = 1.0};
    return can;
}

Result<ProviderCall> AnthropicAdapter::translate(const ProviderTarget& target, const ChatRequest& request, Adjustments& adjustments) const
{
    BodySlices body;
    body.addOwned(anthropicChatBody(target.model, request, capabilities(), adjustments));
    return callTo(target, "/messages", std::move(body), request.stream, nullptr);
}

Result<ChatAnswer> AnthropicAdapter::readAnswer(std::string_view body, std::string_view) const
{
    return readAnthropicAnswer(body);
}

std::unique_ptr<StreamReader> AnthropicAdapter::makeReader(std::string_view) const
{
    return std::make_unique<AnthropicStreamReader>();
}

ProviderCall AnthropicAdapter::models(const ProviderConfig& provider, const CredentialConfig& credential) const
{
    ProviderCall call{provider.baseUrl + "/models?limit=1000", headersFor(provider, credential, nullptr), {}};
    call.headers.add("Accept", "application/json");
    return call;
}

std::vector<std::string> AnthropicAdapter::modelNames(std::string_view body) const
{
    std::vector<std::string> names;
    JsonDocument document;
    (void)document.parse(body);
    for (const JsonValue model : document.root()["data"]) {
        if (model["id"].isString())
            names.push_back(model["id"].text());
    }
    return names;
}

ProviderFailure AnthropicAdapter::failure(int status, const HttpHeaders& headers, std::string_view body) const
{
    return anthropicFailure(status, headers, body);
}

} // namespace lanyard
