#include "providers/openai/OpenAiAdapter.h"

#include "llm/JsonScan.h"
#include "providers/openai/OpenAiFailures.h"
#include "providers/openai/OpenAiStreamScanner.h"
#include "providers/openai/OpenAiWire.h"

#include <algorithm>
#include <array>

namespace lanyard {
namespace {

/// A piece of the client's body that is replaced; both ends inside the body.
struct Edit
{
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string text;
};

std::size_t offsetIn(std::string_view body, std::string_view slice)
{
    return static_cast<std::size_t>(slice.data() - body.data());
}

/// A new member goes in front of the closing brace. `object` is a valid, non-empty or empty JSON object in `body`.
Edit appendMember(std::string_view body, std::string_view object, std::string_view member)
{
    const std::size_t brace = offsetIn(body, object) + object.rfind('}');
    const std::size_t firstInside = object.find_first_not_of(" \t\r\n", object.find('{') + 1);
    const bool empty = object[firstInside] == '}';
    return {brace, brace, (empty ? "" : ",") + std::string(member)};
}

/// Asks for the usage chunk: every stream is metered by the provider's own report.
Edit askForUsage(const ChatTask& task)
{
    if (task.streamOptionsRaw.empty())
        return appendMember(task.body, task.body, R"("stream_options":{"include_usage":true})");
    const std::size_t begin = offsetIn(task.body, task.streamOptionsRaw);
    if (!isJsonObject(task.streamOptionsRaw)) // null
        return {begin, begin + task.streamOptionsRaw.size(), R"({"include_usage":true})"};
    std::array options{JsonMember{"include_usage"}};
    const bool scanned = scanJsonObject(task.streamOptionsRaw, options).has_value();
    if (!scanned || options[0].value.empty())
        return appendMember(task.body, task.streamOptionsRaw, R"("include_usage":true)");
    const std::size_t value = offsetIn(task.body, options[0].value);
    return {value, value + options[0].value.size(), "true"};
}

BodySlices edited(std::string_view body, std::vector<Edit> edits)
{
    std::sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return a.begin < b.begin; });
    BodySlices out;
    std::size_t done = 0;
    for (Edit& edit : edits) {
        if (edit.begin > done)
            out.slices.push_back(body.substr(done, edit.begin - done));
        out.addOwned(std::move(edit.text));
        done = edit.end;
    }
    if (done < body.size())
        out.slices.push_back(body.substr(done));
    return out;
}

HttpHeaders headersFor(const ProviderConfig& provider, const CredentialConfig& credential)
{
    HttpHeaders headers;
    headers.reserve(3 + provider.headers.size());
    if (credential.key && !credential.key->empty())
        headers.add("Authorization", "Bearer " + std::string(credential.key->reveal()));
    for (const auto& [name, value] : provider.headers)
        headers.set(name, value);
    return headers;
}

} // namespace

ProviderCall OpenAiAdapter::chat(const ProviderConfig& provider, const CredentialConfig& credential, const ChatTask& task,
                                 std::string_view upstreamModel) const
{
    std::vector<Edit> edits;
    if (task.modelRaw.empty()) {
        edits.push_back(appendMember(task.body, task.body, "\"model\":" + jsonQuoted(upstreamModel)));
    } else if (task.model != upstreamModel) {
        const std::size_t begin = offsetIn(task.body, task.modelRaw);
        edits.push_back({begin, begin + task.modelRaw.size(), jsonQuoted(upstreamModel)});
    }
    if (task.stream && !task.usageAsked)
        edits.push_back(askForUsage(task));

    ProviderCall call{provider.baseUrl + "/chat/completions", headersFor(provider, credential), edited(task.body, std::move(edits))};
    call.headers.add("Content-Type", "application/json");
    call.headers.add("Accept", task.stream ? "text/event-stream" : "application/json");
    return call;
}

ProviderCall OpenAiAdapter::models(const ProviderConfig& provider, const CredentialConfig& credential) const
{
    ProviderCall call{provider.baseUrl + "/models", headersFor(provider, credential), {}};
    call.headers.add("Accept", "application/json");
    return call;
}

ProviderFailure OpenAiAdapter::failure(int status, const HttpHeaders& headers, std::string_view body) const
{
    return openAiFailure(status, headers, body);
}

PlainAnswer OpenAiAdapter::readPlain(std::string_view body) const
{
    std::array top{JsonMember{"choices"}, JsonMember{"usage"}, JsonMember{"error"}};
    PlainAnswer answer;
    if (!scanJsonObject(body, top))
        return answer;
    answer.meaningful = top[0].value.starts_with('[') && top[0].value.find('{') != std::string_view::npos;
    answer.usage = openAiUsage(top[1].value);
    answer.textBytes = top[0].value.size();
    return answer;
}

std::unique_ptr<StreamScanner> OpenAiAdapter::makeScanner() const
{
    return std::make_unique<OpenAiStreamScanner>();
}

} // namespace lanyard
