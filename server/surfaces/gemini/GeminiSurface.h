#pragma once

#include "surfaces/Surface.h"

namespace lanyard {

/// Google's Gemini API: models/{model}:generateContent and its family.
class GeminiSurface final : public Surface
{
public:
    Protocol protocol() const override { return Protocol::Gemini; }
    Result<ModelTask> readTask(const SurfaceRequest& request) const override;
    Result<ChatRequest> readChat(const ModelTask& task, Adjustments& adjustments) const override;
    Result<EmbeddingRequest> readEmbeddings(const ModelTask& task, Adjustments& adjustments) const override;
    std::string writeEmbeddings(const EmbeddingAnswer& answer, const ModelTask& task, const AnswerFacts& facts) const override;
    std::string writeAnswer(const ChatAnswer& answer, const ModelTask& task, const AnswerFacts& facts) const override;
    std::unique_ptr<StreamEncoder> makeStreamEncoder(const ModelTask& task, const AnswerFacts& facts) const override;
    std::string writeTokenCount(std::uint64_t tokens) const override;
    std::string_view ping() const override { return ": keep-alive\n\n"; }
    std::string errorBody(const Error& error, std::string_view code) const override;
    std::string errorEvent(const Error& error, std::string_view code) const override;
    std::string modelList(std::span<const std::string_view> names, WallTime created) const override;
    std::string model(std::string_view name, WallTime created) const override;
};

} // namespace lanyard
