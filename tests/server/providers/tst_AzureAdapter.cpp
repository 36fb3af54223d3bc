#include "providers/ProviderAdapter.h"
#include "support/TestMain.h"

using namespace lanyard;

namespace {

QByteArray bytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

ProviderConfig provider(std::string baseUrl)
{
    ProviderConfig config;
    config.kind = ProviderKind::Azure;
    config.baseUrl = std::move(baseUrl);
    CredentialConfig credential;
    credential.key = Secret("azure-key");
    config.credentials = {credential};
    return config;
}

const ProviderAdapter& adapter()
{
    return adapterFor(ProviderKind::Azure);
}

} // namespace

class tst_AzureAdapter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theDeploymentStandsInThePath()
    {
        ProviderConfig config = provider("https://lab.openai.azure.com");
        const std::string body = R"({"messages":[1],"model":"gpt 4o"})";
        ModelTask task;
        task.body = body;
        task.model = "gpt 4o";
        task.modelRaw = std::string_view(body).substr(body.find("\"gpt 4o\""), 8);
        const ProviderCall call = adapter().passThrough({config, config.credentials.front(), "gpt 4o"}, task);
        QCOMPARE(bytes(call.url), QByteArray("https://lab.openai.azure.com/openai/deployments/gpt%204o/chat/completions?api-version=2024-10-21"));
        QCOMPARE(bytes(call.body.joined()), bytes(body));
        QCOMPARE(bytes(call.headers.value("api-key")), QByteArray("azure-key"));
        QVERIFY2(!call.headers.contains("authorization"), "the key would be sent twice");
        config.options["api_version"] = "2025-04-01-preview";
        task.path = "/v1/embeddings";
        task.operation = Operation::Embeddings;
        QCOMPARE(bytes(adapter().passThrough({config, config.credentials.front(), "emb"}, task).url),
                 QByteArray("https://lab.openai.azure.com/openai/deployments/emb/embeddings?api-version=2025-04-01-preview"));
        QCOMPARE(bytes(adapter().models(config, config.credentials.front()).url), QByteArray("https://lab.openai.azure.com/openai/models?api-version=2025-04-01-preview"));
    }

    void theNewerApiHasOneAddress()
    {
        const ProviderConfig config = provider("https://lab.openai.azure.com/openai/v1");
        ChatRequest request;
        request.messages.push_back({Role::User, {{TextPart{"hi"}, {}}}, {}});
        Adjustments adjustments;
        const Result<ProviderCall> call = adapter().translate({config, config.credentials.front(), "mine"}, request, adjustments);
        QCOMPARE(bytes(call->url), QByteArray("https://lab.openai.azure.com/openai/v1/chat/completions"));
        QVERIFY(call->body.joined().starts_with(R"({"model":"mine")"));
        ModelTask responses;
        responses.protocol = Protocol::Responses;
        QVERIFY(adapter().passesThrough(config, responses));
        QVERIFY(!adapter().passesThrough(provider("https://lab.openai.azure.com"), responses));
    }

    void aMissingDeploymentIsTheProvidersAffair()
    {
        const ProviderFailure failure = adapter().failure(404, {}, R"({"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}})");
        QVERIFY(failure.failure == FailureClass::ModelUnavailable);
    }

    void theFirstChunkWithoutChoicesSaysNothingYet()
    {
        const auto scanner = adapter().makeScanner({});
        QVERIFY(scanner->look({}, R"({"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0}]})") == StreamScanner::Kind::Preamble);
    }
};

LANYARD_TEST(tst_AzureAdapter)
#include "tst_AzureAdapter.moc"
