#pragma once

#include "surfaces/Surface.h"

namespace lanyard {

/// Ollama's own API: /api/chat, /api/generate, /api/tags.
class OllamaSurface final : public Surface
{
public:
    Protocol protocol() const override { return Protocol::Ollama; }
    Result<ModelTask> readTask(const SurfaceRequest& request) const override;
    Result<ChatRequest> readChat(const ModelTask& task, Adjustments& adjustments) const override;
    Result<EmbeddingRequest> readEmbeddings(const ModelTask& task, Adjustments& adjustments) const override;
    std::string writeEmbeddings(const EmbeddingAnswer& answer, const ModelTask& task, const AnswerFacts& facts) const override;
    std::string writeAnswer(const ChatAnswer& answer, const ModelTask& task, const AnswerFacts& facts) const override;
    std::unique_ptr<StreamEncoder> makeStreamEncoder(const ModelTask& task, const AnswerFacts& facts) const override;
    std::string writeTokenCount(std::uint64_t tokens) const override;
    std::string_view streamContentType() const override { return "application/x-ndjson"; }
    std::string_view ping() const override { return {}; } // clients take every line for an answer
    std::string errorBody(const Error& error, std::string_view code) const override;
    std::string errorEvent(const Error& error, std::string_view code) const override;
    std::string modelList(std::span<const std::string_view> names, WallTime created) const override;
    std::string model(std::string_view name, WallTime created) const override;
};

} // namespace lanyard
