#include "surfaces/anthropic/AnthropicSurface.h"

#include "surfaces/anthropic/AnthropicAnswers.h"
#include "surfaces/anthropic/AnthropicRequest.h"
#include "surfaces/anthropic/AnthropicStreamEncoder.h"

namespace lanyard {

Result<ModelTask> AnthropicSurface::readTask(const SurfaceRequest& request) const
{
    Result<ModelTask> task = parseAnthropicRequest(request.body);
    if (task) {
        task->protocol = Protocol::Anthropic;
        task->operation = request.operation;
    }
    return task;
}

Result<ChatRequest> AnthropicSurface::readChat(const ModelTask& task, Adjustments& adjustments) const
{
    return readAnthropicChat(task, adjustments);
}

std::string AnthropicSurface::writeAnswer(const ChatAnswer& answer, const ModelTask&, const AnswerFacts& facts) const
{
    return anthropicMessage(answer, facts);
}

std::unique_ptr<StreamEncoder> AnthropicSurface::makeStreamEncoder(const ModelTask&, const AnswerFacts& facts) const
{
    return std::make_unique<AnthropicStreamEncoder>(facts);
}

std::string AnthropicSurface::writeTokenCount(std::uint64_t tokens) const
{
    return "{\"input_tokens\":" + std::to_string(tokens) + "}";
}

std::string AnthropicSurface::errorBody(const Error& error, std::string_view) const
{
    return anthropicErrorBody(error);
}

std::string AnthropicSurface::errorEvent(const Error& error, std::string_view) const
{
    return anthropicErrorEvent(error);
}

std::string AnthropicSurface::modelList(std::span<const std::string_view> names, WallTime created) const
{
    return anthropicModelList(names, created);
}

std::string AnthropicSurface::model(std::string_view name, WallTime created) const
{
    return anthropicModel(name, created);
}

} // namespace lanyard
