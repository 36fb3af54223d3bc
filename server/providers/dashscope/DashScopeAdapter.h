#pragma once

#include "providers/ProviderAdapter.h"

namespace lanyard {

/// Alibaba Cloud Model Studio (Tongyi Qianwen) in its native form. Its compatible mode is the kind `openai`, preset `qwen`.
/// Source: "DashScope API reference" and "Text embedding" of Alibaba Cloud Model Studio, 2026-11.
class DashScopeAdapter final : public ProviderAdapter
{
public:
    bool passesThrough(const ProviderConfig&, const ModelTask&) const override { return false; } // no client speaks it
    ProviderCall passThrough(const ProviderTarget& target, const ModelTask& task) const override;
    PlainAnswer readPlain(const ModelTask& task, std::string_view body) const override;
    std::unique_ptr<StreamScanner> makeScanner(const ModelTask& task) const override;

    const Capabilities& capabilities() const override;
    Result<ProviderCall> translate(const ProviderTarget& target, const ChatRequest& request, Adjustments& adjustments) const override;
    Result<ChatAnswer> readAnswer(std::string_view body, std::string_view requestId) const override;
    std::unique_ptr<StreamReader> makeReader(std::string_view requestId) const override;
    bool embeds() const override { return true; }
    Result<ProviderCall> translateEmbeddings(const ProviderTarget& target, const EmbeddingRequest& request, Adjustments& adjustments) const override;
    Result<EmbeddingAnswer> readEmbeddings(std::string_view body) const override;

    ProviderCall models(const ProviderConfig& provider, const CredentialConfig& credential) const override;
    std::vector<std::string> modelNames(std::string_view body) const override;
    ProviderFailure failure(int status, const HttpHeaders& headers, std::string_view body) const override;
};

} // namespace lanyard
