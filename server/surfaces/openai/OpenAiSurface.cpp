#include "surfaces/openai/OpenAiSurface.h"

#include "surfaces/openai/OpenAiAnswers.h"
#include "surfaces/openai/OpenAiChatAnswer.h"
#include "surfaces/openai/OpenAiChatMessages.h"
#include "surfaces/openai/OpenAiChatRequest.h"
#include "surfaces/openai/OpenAiEmbeddings.h"
#include "surfaces/openai/OpenAiEndpointRequest.h"
#include "surfaces/openai/OpenAiStreamEncoder.h"
#include "surfaces/openai/RecognitionBody.h"

namespace lanyard {

Result<ModelTask> OpenAiSurface::readTask(const SurfaceRequest& request) const
{
    Result<ModelTask> task = request.operation == Operation::Chat ? parseOpenAiChatRequest(request.body) : parseOpenAiEndpointRequest(request);
    if (task)
        task->operation = request.operation;
    return task;
}

Result<ChatRequest> OpenAiSurface::readChat(const ModelTask& task, Adjustments&) const
{
    return readOpenAiChat(task);
}

Result<EmbeddingRequest> OpenAiSurface::readEmbeddings(const ModelTask& task, Adjustments& adjustments) const
{
    return readOpenAiEmbeddings(task, adjustments);
}

std::string OpenAiSurface::writeEmbeddings(const EmbeddingAnswer& answer, const ModelTask& task, const AnswerFacts& facts) const
{
    return openAiEmbeddings(answer, task, facts);
}

Result<RecognitionRequest> OpenAiSurface::readRecognition(const ModelTask& task) const
{
    return readRecognitionRequest(task);
}

std::string OpenAiSurface::writeAnswer(const ChatAnswer& answer, const ModelTask&, const AnswerFacts& facts) const
{
    return openAiChatAnswer(answer, facts);
}

std::unique_ptr<StreamEncoder> OpenAiSurface::makeStreamEncoder(const ModelTask& task, const AnswerFacts& facts) const
{
    return std::make_unique<OpenAiStreamEncoder>(task, facts);
}

std::string OpenAiSurface::writeTokenCount(std::uint64_t tokens) const
{
    return "{\"total_tokens\":" + std::to_string(tokens) + "}"; // the dialect has no such request; nobody is routed here
}

std::string OpenAiSurface::errorBody(const Error& error, std::string_view code) const
{
    return openAiErrorBody(error, code);
}

std::string OpenAiSurface::errorEvent(const Error& error, std::string_view code) const
{
    return openAiErrorEvent(error, code);
}

std::string OpenAiSurface::modelList(std::span<const std::string_view> names, WallTime created) const
{
    return openAiModelList(names, created);
}

std::string OpenAiSurface::model(std::string_view name, WallTime created) const
{
    return openAiModel(name, created);
}

} // namespace lanyard
