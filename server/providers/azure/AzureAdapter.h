#pragma once

#include "providers/openai/OpenAiAdapter.h"

namespace lanyard {

/// Azure OpenAI: OpenAI's protocol under other addresses, with the key in a header of its own. The upstream model is the
/// deployment's name. A base URL that ends in "/v1" is the newer API, which has one address for all deployments.
/// Source: "Azure OpenAI in Azure AI Foundry Models REST API reference", 2026-11.
class AzureAdapter final : public ProviderAdapter
{
public:
    bool passesThrough(const ProviderConfig& provider, const ModelTask& task) const override;
    ProviderCall passThrough(const ProviderTarget& target, const ModelTask& task) const override;
    PlainAnswer readPlain(const ModelTask& task, std::string_view body) const override { return m_openAi.readPlain(task, body); }
    std::unique_ptr<StreamScanner> makeScanner(const ModelTask& task) const override { return m_openAi.makeScanner(task); }

    const Capabilities& capabilities() const override { return m_openAi.capabilities(); }
    Result<ProviderCall> translate(const ProviderTarget& target, const ChatRequest& request, Adjustments& adjustments) const override;
    Result<ChatAnswer> readAnswer(std::string_view body, std::string_view requestId) const override { return m_openAi.readAnswer(body, requestId); }
    std::unique_ptr<StreamReader> makeReader(std::string_view requestId) const override { return m_openAi.makeReader(requestId); }
    bool embeds() const override { return true; }
    Result<ProviderCall> translateEmbeddings(const ProviderTarget& target, const EmbeddingRequest& request, Adjustments& adjustments) const override;
    Result<EmbeddingAnswer> readEmbeddings(std::string_view body) const override { return m_openAi.readEmbeddings(body); }

    ProviderCall models(const ProviderConfig& provider, const CredentialConfig& credential) const override;
    std::vector<std::string> modelNames(std::string_view body) const override { return m_openAi.modelNames(body); }
    ProviderFailure failure(int status, const HttpHeaders& headers, std::string_view body) const override { return m_openAi.failure(status, headers, body); }

private:
    OpenAiAdapter m_openAi;
};

} // namespace lanyard
