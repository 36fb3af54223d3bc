#include "surfaces/gemini/GeminiSurface.h"

#include "surfaces/gemini/GeminiAnswers.h"
#include "surfaces/gemini/GeminiEmbeddings.h"
#include "surfaces/gemini/GeminiRequest.h"
#include "surfaces/gemini/GeminiStreamEncoder.h"

namespace lanyard {

Result<ModelTask> GeminiSurface::readTask(const SurfaceRequest& request) const
{
    return parseGeminiRequest(request);
}

Result<ChatRequest> GeminiSurface::readChat(const ModelTask& task, Adjustments& adjustments) const
{
    return readGeminiChat(task, adjustments);
}

Result<EmbeddingRequest> GeminiSurface::readEmbeddings(const ModelTask& task, Adjustments& adjustments) const
{
    return readGeminiEmbeddings(task, adjustments);
}

std::string GeminiSurface::writeEmbeddings(const EmbeddingAnswer& answer, const ModelTask& task, const AnswerFacts& facts) const
{
    return geminiEmbeddings(answer, task, facts);
}

std::string GeminiSurface::writeAnswer(const ChatAnswer& answer, const ModelTask&, const AnswerFacts& facts) const
{
    return geminiAnswer(answer, facts);
}

std::unique_ptr<StreamEncoder> GeminiSurface::makeStreamEncoder(const ModelTask&, const AnswerFacts& facts) const
{
    return std::make_unique<GeminiStreamEncoder>(facts);
}

std::string GeminiSurface::writeTokenCount(std::uint64_t tokens) const
{
    return "{\"totalTokens\":" + std::to_string(tokens) + "}";
}

std::string GeminiSurface::errorBody(const Error& error, std::string_view) const
{
    return geminiErrorBody(error);
}

std::string GeminiSurface::errorEvent(const Error& error, std::string_view) const
{
    return "data: " + geminiErrorBody(error) + "\n\n";
}

std::string GeminiSurface::modelList(std::span<const std::string_view> names, WallTime) const
{
    return geminiModelList(names);
}

std::string GeminiSurface::model(std::string_view name, WallTime) const
{
    return geminiModel(name);
}

} // namespace lanyard
