#include "surfaces/gemini/GeminiRequest.h"

#include "llm/RequestProblem.h"
#include "surfaces/TaskFields.h"
#include "surfaces/gemini/GeminiContents.h"
#include "surfaces/gemini/GeminiParameters.h"

#include <QByteArray>

#include <array>

namespace lanyard {
namespace {

constexpr std::string_view kModels = "/models/";

struct Method
{
    std::string_view name;
    Operation operation;
    bool stream;
};
constexpr std::array kMethods{Method{"generateContent", Operation::Chat, false}, Method{"streamGenerateContent", Operation::Chat, true},
                              Method{"countTokens", Operation::CountTokens, false}, Method{"embedContent", Operation::Embeddings, false},
                              Method{"batchEmbedContents", Operation::Embeddings, false}};

const Method* methodNamed(std::string_view name)
{
    for (const Method& method : kMethods) {
        if (method.name == name)
            return &method;
    }
    return nullptr;
}

bool asksForEvents(std::string_view query)
{
    while (!query.empty()) {
        const std::size_t end = query.find('&');
        if (query.substr(0, end) == "alt=sse")
            return true;
        query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
    }
    return false;
}

std::string percentDecoded(std::string_view text)
{
    return QByteArray::fromPercentEncoding(QByteArray(text.data(), static_cast<qsizetype>(text.size()))).toStdString();
}

} // namespace

Result<ModelTask> parseGeminiRequest(const SurfaceRequest& request)
{
    const std::size_t start = request.path.find(kModels);
    const std::size_t colon = request.path.rfind(':');
    if (start == std::string_view::npos || colon == std::string_view::npos || colon <= start + kModels.size())
        return Error{ErrorCode::NotFound, "this path is not served; a call looks like /v1beta/models/{model}:generateContent"};
    const Method* const method = methodNamed(request.path.substr(colon + 1));
    if (!method)
        return Error{ErrorCode::NotFound, "the method \"" + std::string(request.path.substr(colon + 1)) + "\" is not served; generateContent, streamGenerateContent, countTokens, embedContent and batchEmbedContents are"};
    if (method->stream && !asksForEvents(request.query))
        return Error{ErrorCode::InvalidArgument, "streamGenerateContent is served as events only: add ?alt=sse"};

    std::array fields{JsonMember{"contents"}, JsonMember{"generationConfig"}, JsonMember{"generation_config"}};
    if (Result<void> scanned = scanBody(request.body, fields); !scanned)
        return scanned.error();
    ModelTask task;
    task.protocol = Protocol::Gemini;
    task.operation = method->operation;
    task.model = percentDecoded(request.path.substr(start + kModels.size(), colon - start - kModels.size()));
    task.stream = method->stream;
    task.usageAsked = true; // the dialect's events always tell it
    task.body = request.body;
    if (task.operation == Operation::Chat) {
        if (Result<void> listed = requireList("contents", fields[0].value); !listed)
            return listed.error();
    }
    const std::string_view config = fields[1].value.empty() ? fields[2].value : fields[1].value;
    if (isAbsentField(config))
        return task;
    std::array caps{JsonMember{"maxOutputTokens"}, JsonMember{"max_output_tokens"}, JsonMember{"candidateCount"}};
    if (!scanJsonObject(config, caps))
        return wrongField("generationConfig", "an object with each key once");
    std::optional<std::uint64_t> candidates;
    for (const Result<void>& read : {takeCount("generationConfig.maxOutputTokens", caps[0].value.empty() ? caps[1].value : caps[0].value, task.maxOutput),
                                     takeCount("generationConfig.candidateCount", caps[2].value, candidates)}) {
        if (!read)
            return read.error();
    }
    task.choices = candidates.value_or(1);
    return task;
}

Result<ChatRequest> readGeminiChat(const ModelTask& task, Adjustments& adjustments)
{
    JsonDocument document;
    if (Result<void> parsed = document.parse(task.body); !parsed)
        return parsed.error();
    const JsonValue root = document.root();
    ChatRequest request;
    request.stream = task.stream;
    RequestProblem problem;
    readGeminiContents(root, request.messages, problem, adjustments);
    request.parameters = readGeminiParameters(root, problem, adjustments);
    request.parameters.maxOutput = task.maxOutput;
    if (problem.any())
        return problem.error();
    return request;
}

} // namespace lanyard
