#include "providers/azure/AzureAdapter.h"

#include <QByteArray>

namespace lanyard {
namespace {

constexpr std::string_view kDefaultVersion = "2024-10-21";

bool hasOneAddress(const ProviderConfig& provider)
{
    return provider.baseUrl.ends_with("/v1");
}

std::string versionQuery(const ProviderConfig& provider)
{
    const auto option = provider.options.find("api_version");
    return "?api-version=" + (option != provider.options.end() ? option->second : std::string(kDefaultVersion));
}

/// OpenAI's call at Azure's address.
ProviderCall moved(ProviderCall call, const ProviderTarget& target)
{
    if (!hasOneAddress(target.provider)) {
        const std::string path = call.url.substr(target.provider.baseUrl.size()); // "/chat/completions"
        const QByteArray deployment = QByteArray(target.model.data(), static_cast<qsizetype>(target.model.size())).toPercentEncoding();
        call.url = target.provider.baseUrl + "/openai/deployments/" + deployment.toStdString() + path + versionQuery(target.provider);
    }
    return call;
}

ProviderCall withOwnKey(ProviderCall call, const CredentialConfig& credential)
{
    call.headers.remove("Authorization");
    if (credential.key && !credential.key->empty())
        call.headers.set("api-key", credential.key->reveal());
    return call;
}

} // namespace

bool AzureAdapter::passesThrough(const ProviderConfig& provider, const ModelTask& task) const
{
    return task.protocol == Protocol::OpenAi || (task.protocol == Protocol::Responses && hasOneAddress(provider));
}

ProviderCall AzureAdapter::passThrough(const ProviderTarget& target, const ModelTask& task) const
{
    return withOwnKey(moved(m_openAi.passThrough(target, task), target), target.credential);
}

Result<ProviderCall> AzureAdapter::translate(const ProviderTarget& target, const ChatRequest& request, Adjustments& adjustments) const
{
    Result<ProviderCall> call = m_openAi.translate(target, request, adjustments);
    if (!call)
        return call;
    return withOwnKey(moved(*std::move(call), target), target.credential);
}

Result<ProviderCall> AzureAdapter::translateEmbeddings(const ProviderTarget& target, const EmbeddingRequest& request, Adjustments& adjustments) const
{
    Result<ProviderCall> call = m_openAi.translateEmbeddings(target, request, adjustments);
    if (!call)
        return call;
    return withOwnKey(moved(*std::move(call), target), target.credential);
}

ProviderCall AzureAdapter::models(const ProviderConfig& provider, const CredentialConfig& credential) const
{
    ProviderCall call = m_openAi.models(provider, credential);
    if (!hasOneAddress(provider))
        call.url = provider.baseUrl + "/openai/models" + versionQuery(provider);
    return withOwnKey(std::move(call), credential);
}

} // namespace lanyard
