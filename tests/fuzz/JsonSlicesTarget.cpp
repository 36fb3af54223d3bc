#include "FuzzSupport.h"
#include "Targets.h"

#include "llm/JsonScan.h"
#include "providers/ProviderAdapter.h"
#include "surfaces/openai/OpenAiChatRequest.h"
#include "surfaces/Surface.h"

#include <simdjson.h>

#include <QJsonDocument>

#include <array>
#include <cctype>
#include <string>

namespace lanyard::fuzz {
namespace {

/// A second opinion on a text: simdjson's DOM.
class Reference
{
public:
    explicit Reference(std::string_view text) : m_text(text.data(), text.size())
    {
        m_failure = m_parser.parse(m_text).get(m_root);
    }

    bool accepts() const { return m_failure == simdjson::SUCCESS; }
    /// Valid by the grammar, but of a size that it cannot hold.
    bool refusesOnlyANumber() const { return m_failure == simdjson::NUMBER_ERROR; }
    const simdjson::dom::element& root() const { return m_root; }

private:
    simdjson::padded_string m_text;
    simdjson::dom::parser m_parser;
    simdjson::dom::element m_root;
    simdjson::error_code m_failure = simdjson::SUCCESS;
};

/// With another letter for every surrogate: simdjson takes no lone ones, which the grammar allows.
std::string withoutSurrogates(std::string_view text)
{
    std::string result(text);
    for (std::size_t at = result.find('\\'); at != std::string::npos && at + 5 < result.size(); at = result.find('\\', at + 2)) {
        const bool surrogate = result[at + 1] == 'u' && (result[at + 2] | 0x20) == 'd' && result[at + 3] > '7';
        if (surrogate && std::isxdigit(static_cast<unsigned char>(result[at + 3])) != 0)
            result[at + 2] = '0';
    }
    return result;
}

/// A third opinion.
bool qtAccepts(std::string_view text)
{
    QJsonParseError error;
    QJsonDocument::fromJson("[" + QByteArray(text.data(), static_cast<qsizetype>(text.size())) + "]", &error);
    return error.error == QJsonParseError::NoError;
}

void compareVerdicts(std::string_view text, const Reference& reference)
{
    const Result<void> checked = checkJson(text);
    if (checked) {
        const bool known = reference.accepts() || reference.refusesOnlyANumber();
        const std::string plain = known ? std::string() : withoutSurrogates(text);
        const Reference second(plain);
        require(known || second.accepts() || second.refusesOnlyANumber(), "what is accepted is JSON");
        return;
    }
    require(!checked.error().message.empty(), "a refusal has a message");
    const bool ours = checked.error().message.find("nesting") != std::string::npos || text.starts_with("\xEF\xBB\xBF");
    require(ours || !reference.accepts() || !qtAccepts(text), "JSON is accepted");
}

/// Strings and lists of any text, on their own.
void checkValues(std::string_view text, const Reference& reference)
{
    (void)scanJsonArray(text, [&](std::string_view item) {
        require(!item.empty() && liesInside(item, text), "a list's item lies inside the text");
        require(checkJson(item).has_value(), "an item is a value");
        return true;
    });
    (void)jsonUnsigned(text);
    std::string_view expected;
    if (!reference.accepts() || reference.root().get(expected) || !text.starts_with('"') || !text.ends_with('"'))
        return;
    const auto string = jsonString(text);
    require(string.has_value(), "a string is read");
    requireEqual(expected, *string, "a string is unescaped as others do it");
    const std::string quoted = jsonQuoted(*string);
    requireEqual(*string, jsonString(quoted).value_or("nothing"), "a quoted string is read back");
    require(checkJson(quoted).has_value(), "a quoted string is JSON");
}

void compareFields(const ModelTask& task, const Reference& reference)
{
    simdjson::dom::object object;
    if (reference.root().get(object))
        return;
    std::string_view model;
    if (!object["model"].get(model))
        requireEqual(model, task.model, "the model is the one that others read");
    bool stream = false;
    if (!object["stream"].get(stream))
        require(stream == task.stream, "the stream flag is the one that others read");
    std::uint64_t choices = 0;
    if (!object["n"].get(choices))
        require(choices == task.choices, "n is the one that others read");
}

/// The client's own bytes are all there, in order, but for what is replaced.
void checkGaps(std::string_view text, const ModelTask& task, const BodySlices& body)
{
    std::size_t at = 0;
    const auto mayGo = [&](std::size_t begin, std::size_t end) {
        const std::string_view gone = text.substr(begin, end - begin);
        require(gone.empty() || liesInside(gone, task.modelRaw) || liesInside(gone, task.streamOptionsRaw),
                "only the model's name and the usage switch are replaced");
    };
    for (const std::string_view slice : body.slices) {
        if (!liesInside(slice, text))
            continue;
        const auto begin = static_cast<std::size_t>(slice.data() - text.data());
        require(begin >= at, "the client's bytes keep their order");
        mayGo(at, begin);
        at = begin + slice.size();
    }
    mayGo(at, text.size());
}

void checkUpstreamBody(std::string_view text, const ModelTask& task, std::string_view upstreamModel)
{
    ProviderConfig provider;
    provider.baseUrl = "http://127.0.0.1:1/v1";
    const CredentialConfig credential;
    const ProviderCall call = adapterFor(ProviderKind::OpenAi).passThrough({provider, credential, upstreamModel}, task);
    checkGaps(text, task, call.body);
    const std::string joined = call.body.joined();
    const Result<ModelTask> again = parseOpenAiChatRequest(joined);
    if (!again)
        requireEqual(again.error().message, "", "what is sent upstream is a request");
    requireEqual(upstreamModel, again->model, "the model has its upstream name");
    require(again->stream == task.stream && again->choices == task.choices && again->maxOutput == task.maxOutput,
            "all else says what it said");
    require(!task.stream || again->usageAsked, "usage is asked for");
}

/// What a provider of another protocol is sent for it, where it can be said at all.
void checkTranslation(const ModelTask& task)
{
    const HttpHeaders headers;
    const Surface& surface = surfaceFor("/v1/chat/completions", headers);
    Adjustments adjustments;
    const Result<ChatRequest> chat = surface.readChat(task, adjustments);
    if (!chat)
        return require(!chat.error().message.empty(), "a refusal has a message");
    const ProviderConfig provider;
    const CredentialConfig credential;
    const auto call = adapterFor(ProviderKind::Anthropic).translate({provider, credential, "claude"}, *chat, adjustments);
    if (!call)
        return require(!call.error().message.empty(), "a refusal has a message");
    const std::string body = call->body.joined();
    if (const Result<void> checked = checkJson(body); !checked || !isValidUtf8(body))
        requireEqual(body, "", "what is translated is JSON");
}

} // namespace

void fuzzJsonSlices(std::string_view input)
{
    const ExactCopy copy(input);
    const std::string_view text = copy.view();
    const bool utf8 = isValidUtf8(text);
    const Reference reference(text);
    if (utf8) {
        compareVerdicts(text, reference);
        checkValues(text, reference);
    }
    std::array fields{JsonMember{"model"}, JsonMember{"messages"}};
    const bool scanned = scanJsonObject(text, fields).has_value();
    for (const JsonMember& field : fields)
        require(!scanned || liesInside(field.value, text), "a field lies inside the text");

    const Result<ModelTask> task = parseOpenAiChatRequest(text);
    if (!task) {
        require(!task.error().message.empty(), "a refusal has a message");
        return;
    }
    require(utf8 && scanned, "a request is UTF-8 and JSON");
    require(task->body == text && liesInside(task->modelRaw, text) && liesInside(task->streamOptionsRaw, text),
            "slices lie inside the body");
    if (reference.accepts())
        compareFields(*task, reference);
    checkUpstreamBody(text, *task, "org/\"name\"\\ \xC3\xA9\n");
    if (!task->modelRaw.empty())
        checkUpstreamBody(text, *task, task->model);
    checkTranslation(*task);
}

} // namespace lanyard::fuzz
