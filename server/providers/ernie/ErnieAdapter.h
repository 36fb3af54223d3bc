#pragma once

#include "providers/openai/OpenAiAdapter.h"

namespace lanyard {

/// Baidu Qianfan (ERNIE, Wenxin Yiyan). Version 1: a token for a pair (API key and secret key, "id:secret"), a path for each
/// model, errors with status 200. Version 2 (option api: v2, or a base URL that ends in /v2) speaks OpenAI's protocol.
/// Source: "Qianfan large model platform, API v1, authentication and chat" of Baidu AI Cloud, 2026-11.
class ErnieAdapter final : public ProviderAdapter
{
public:
    bool passesThrough(const ProviderConfig& provider, const ModelTask& task) const override;
    ProviderCall passThrough(const ProviderTarget& target, const ModelTask& task) const override { return m_openAi.passThrough(target, task); }
    PlainAnswer readPlain(const ModelTask& task, std::string_view body) const override { return m_openAi.readPlain(task, body); }
    std::unique_ptr<StreamScanner> makeScanner(const ModelTask& task) const override { return m_openAi.makeScanner(task); }

    const Capabilities& capabilities() const override;
    Result<ProviderCall> translate(const ProviderTarget& target, const ChatRequest& request, Adjustments& adjustments) const override;
    Result<ChatAnswer> readAnswer(std::string_view body, std::string_view requestId) const override;
    std::unique_ptr<StreamReader> makeReader(std::string_view requestId) const override;
    bool embeds() const override { return true; }
    Result<ProviderCall> translateEmbeddings(const ProviderTarget& target, const EmbeddingRequest& request, Adjustments& adjustments) const override;
    Result<EmbeddingAnswer> readEmbeddings(std::string_view body) const override { return m_openAi.readEmbeddings(body); }

    std::optional<ProviderCall> tokenCall(const ProviderConfig& provider, const CredentialConfig& credential) const override;
    Result<AccessToken> readToken(std::string_view body) const override;

    ProviderCall models(const ProviderConfig& provider, const CredentialConfig& credential) const override;
    std::vector<std::string> modelNames(std::string_view body) const override;
    ProviderFailure failure(int status, const HttpHeaders& headers, std::string_view body) const override;
    std::optional<ProviderFailure> hiddenFailure(std::string_view body) const override;

private:
    OpenAiAdapter m_openAi;
};

} // namespace lanyard
