#include "providers/ProviderAdapter.h"
#include "providers/aliyunocr/AliyunOcrAdapter.h"
#include "providers/anthropic/AnthropicAdapter.h"
#include "providers/azure/AzureAdapter.h"
#include "providers/dashscope/DashScopeAdapter.h"
#include "providers/ernie/ErnieAdapter.h"
#include "providers/gemini/GeminiAdapter.h"
#include "providers/ollama/OllamaAdapter.h"
#include "providers/openai/OpenAiAdapter.h"

namespace lanyard {

Result<ProviderCall> ProviderAdapter::translateEmbeddings(const ProviderTarget&, const EmbeddingRequest&, Adjustments&) const
{
    return Error{ErrorCode::InvalidArgument, "the provider of this model offers no embeddings; ask for another model"};
}

Result<EmbeddingAnswer> ProviderAdapter::readEmbeddings(std::string_view) const
{
    return Error{ErrorCode::UpstreamFailed, "the provider offers no embeddings"};
}

ProviderCall ProviderAdapter::recognize(const ProviderTarget&, std::string_view, std::string, const SigningFacts&) const
{
    return {};
}

Result<std::string> ProviderAdapter::readRecognized(std::string_view) const
{
    return Error{ErrorCode::UpstreamFailed, "the provider reads no pictures"};
}

std::optional<ProviderCall> ProviderAdapter::tokenCall(const ProviderConfig&, const CredentialConfig&) const
{
    return std::nullopt;
}

Result<AccessToken> ProviderAdapter::readToken(std::string_view) const
{
    return Error{ErrorCode::UpstreamFailed, "the provider gives out no tokens"};
}

std::optional<ProviderFailure> ProviderAdapter::hiddenFailure(std::string_view) const
{
    return std::nullopt;
}

const ProviderAdapter& adapterFor(ProviderKind kind)
{
    static const OpenAiAdapter openAi;
    static const AliyunOcrAdapter aliyunOcr;
    static const AnthropicAdapter anthropic;
    static const AzureAdapter azure;
    static const DashScopeAdapter dashScope;
    static const ErnieAdapter ernie;
    static const GeminiAdapter gemini;
    static const OllamaAdapter ollama;
    switch (kind) {
    case ProviderKind::AliyunOcr: return aliyunOcr;
    case ProviderKind::Anthropic: return anthropic;
    case ProviderKind::Azure: return azure;
    case ProviderKind::DashScope: return dashScope;
    case ProviderKind::Ernie: return ernie;
    case ProviderKind::Gemini: return gemini;
    case ProviderKind::Ollama: return ollama;
    case ProviderKind::OpenAi:
    case ProviderKind::Demo: return openAi; // the demo provider speaks OpenAI's protocol, inside this process
    }
    return openAi;
}

} // namespace lanyard
