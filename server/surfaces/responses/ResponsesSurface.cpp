#include "surfaces/responses/ResponsesSurface.h"

#include "llm/JsonDocument.h"
#include "surfaces/openai/OpenAiAnswers.h"
#include "surfaces/responses/ResponsesAnswer.h"
#include "surfaces/responses/ResponsesRequest.h"
#include "surfaces/responses/ResponsesStreamEncoder.h"

namespace lanyard {
namespace {

ResponsesToolNames toolsOf(const ModelTask& task)
{
    ResponsesToolNames tools;
    JsonDocument document;
    if (document.parse(task.body))
        tools.read(document.root()["tools"]);
    return tools;
}

} // namespace

Result<ModelTask> ResponsesSurface::readTask(const SurfaceRequest& request) const
{
    return parseResponsesRequest(request.body);
}

Result<ChatRequest> ResponsesSurface::readChat(const ModelTask& task, Adjustments& adjustments) const
{
    return readResponsesChat(task, adjustments);
}

std::string ResponsesSurface::writeAnswer(const ChatAnswer& answer, const ModelTask& task, const AnswerFacts& facts) const
{
    return responsesAnswer(answer, toolsOf(task), task, facts);
}

std::unique_ptr<StreamEncoder> ResponsesSurface::makeStreamEncoder(const ModelTask& task, const AnswerFacts& facts) const
{
    return std::make_unique<ResponsesStreamEncoder>(toolsOf(task), task, facts);
}

std::string ResponsesSurface::writeTokenCount(std::uint64_t tokens) const
{
    return "{\"object\":\"response.input_tokens\",\"input_tokens\":" + std::to_string(tokens) + "}";
}

std::string ResponsesSurface::errorBody(const Error& error, std::string_view code) const
{
    return openAiErrorBody(error, code);
}

std::string ResponsesSurface::errorEvent(const Error& error, std::string_view code) const
{
    std::string out = "event: error\ndata: ";
    JsonWriter(out).beginObject().key("type").text("error").key("code").text(code.empty() ? error.name() : code)
        .key("message").text(error.message).key("param").null().endObject();
    return out + "\n\n";
}

std::string ResponsesSurface::modelList(std::span<const std::string_view> names, WallTime created) const
{
    return openAiModelList(names, created);
}

std::string ResponsesSurface::model(std::string_view name, WallTime created) const
{
    return openAiModel(name, created);
}

} // namespace lanyard
