#include "surfaces/ollama/OllamaSurface.h"

#include "surfaces/ollama/OllamaAnswers.h"
#include "surfaces/ollama/OllamaEmbeddings.h"
#include "surfaces/ollama/OllamaRequest.h"
#include "surfaces/ollama/OllamaStreamEncoder.h"

namespace lanyard {

Result<ModelTask> OllamaSurface::readTask(const SurfaceRequest& request) const
{
    return parseOllamaRequest(request);
}

Result<ChatRequest> OllamaSurface::readChat(const ModelTask& task, Adjustments& adjustments) const
{
    return readOllamaChat(task, adjustments);
}

Result<EmbeddingRequest> OllamaSurface::readEmbeddings(const ModelTask& task, Adjustments& adjustments) const
{
    return readOllamaEmbeddings(task, adjustments);
}

std::string OllamaSurface::writeEmbeddings(const EmbeddingAnswer& answer, const ModelTask& task, const AnswerFacts& facts) const
{
    return ollamaEmbeddings(answer, task, facts);
}

std::string OllamaSurface::writeAnswer(const ChatAnswer& answer, const ModelTask& task, const AnswerFacts& facts) const
{
    return ollamaAnswer(answer, isOllamaGenerate(task), facts);
}

std::unique_ptr<StreamEncoder> OllamaSurface::makeStreamEncoder(const ModelTask& task, const AnswerFacts& facts) const
{
    return std::make_unique<OllamaStreamEncoder>(isOllamaGenerate(task), facts);
}

std::string OllamaSurface::writeTokenCount(std::uint64_t tokens) const
{
    return "{\"prompt_eval_count\":" + std::to_string(tokens) + "}"; // the dialect has no such request; nobody is routed here
}

std::string OllamaSurface::errorBody(const Error& error, std::string_view) const
{
    std::string out;
    JsonWriter(out).beginObject().key("error").text(error.message).endObject();
    return out;
}

std::string OllamaSurface::errorEvent(const Error& error, std::string_view code) const
{
    return errorBody(error, code) + "\n";
}

std::string OllamaSurface::modelList(std::span<const std::string_view> names, WallTime created) const
{
    return ollamaModelList(names, created);
}

std::string OllamaSurface::model(std::string_view name, WallTime created) const
{
    return ollamaModelList({&name, 1}, created);
}

} // namespace lanyard
