#include "admin/methods/AllMethods.h"
#include "admin/methods/Changes.h"
#include "admin/methods/Views.h"

namespace lanyard {
namespace {

using Expect = ConfigChange::Expect;

ConfigChange credentialChange(const QString& provider, const QJsonObject& credential, Expect expect)
{
    return childChange(QStringLiteral("providers"), provider, QStringLiteral("credentials"), credential, expect);
}

/// A change of a credential does not make its provider.
void change(AdminServices& services, const QString& provider, const QJsonObject& credential, Expect expect, ChangeAnswer answer)
{
    if (!findByName(services.snapshots.current()->configuration().providers, provider))
        return answer(notFound(QStringLiteral("provider"), provider));
    submit(services, credentialChange(provider, credential, expect), std::move(answer));
}

Result<CredentialListResult> listCredentials(const AdminServices& services, const std::optional<QString>& onlyProvider)
{
    const auto snapshot = services.snapshots.current();
    const auto& providers = snapshot->configuration().providers;
    if (onlyProvider && !findByName(providers, *onlyProvider))
        return notFound(QStringLiteral("provider"), *onlyProvider);
    CredentialListResult result;
    for (const ProviderConfig& provider : providers) {
        if (onlyProvider && toText(provider.name) != *onlyProvider)
            continue;
        for (const CredentialConfig& credential : provider.credentials)
            result.credentials.push_back(credentialInfo(services, provider, credential));
    }
    return result;
}

Result<CredentialInfo> showCredential(const AdminServices& services, const CredentialRef& ref)
{
    const auto snapshot = services.snapshots.current();
    const ProviderConfig* provider = findByName(snapshot->configuration().providers, ref.provider);
    const CredentialConfig* credential = provider ? findByName(provider->credentials, ref.name) : nullptr;
    if (!credential)
        return notFound(QStringLiteral("credential"), ref.provider + u'/' + ref.name);
    return credentialInfo(services, *provider, *credential);
}

Result<CredentialResetResult> resetCredentials(AdminServices& services, const CredentialResetParams& params)
{
    if (params.all == params.provider.has_value() || (params.name && !params.provider))
        return Error{ErrorCode::InvalidArgument, "credential.reset: say a provider (and a name), or all"};
    const auto matching = listCredentials(services, params.provider);
    if (!matching)
        return matching.error();
    const auto snapshot = services.snapshots.current();
    CredentialResetResult result;
    for (const CredentialInfo& info : matching->credentials) {
        const ProviderConfig* provider = findByName(snapshot->configuration().providers, info.provider);
        const CredentialConfig* credential = provider ? findByName(provider->credentials, info.name) : nullptr;
        if (!credential || (params.name && info.name != *params.name))
            continue;
        services.keyPool.reset(credential->id);
        ++result.reset;
    }
    if (params.name && result.reset == 0)
        return notFound(QStringLiteral("credential"), *params.provider + u'/' + *params.name);
    return result;
}

} // namespace

void registerCredentialMethods(Dispatcher& dispatcher, AdminServices& services)
{
    dispatcher.on<methods::CredentialList>([&services](const CredentialListParams& params, Answer<CredentialListResult> answer) {
        answer(listCredentials(services, params.provider));
    });
    dispatcher.on<methods::CredentialShow>([&services](const CredentialRef& params, Answer<CredentialInfo> answer) {
        answer(showCredential(services, params));
    });
    dispatcher.on<methods::CredentialAdd>([&services](const CredentialParams& params, ChangeAnswer answer) {
        change(services, params.provider, without(toJson(params), QStringLiteral("provider")), Expect::New, std::move(answer));
    });
    dispatcher.on<methods::CredentialSet>([&services](const CredentialParams& params, ChangeAnswer answer) {
        change(services, params.provider, without(toJson(params), QStringLiteral("provider")), Expect::Existing, std::move(answer));
    });
    dispatcher.on<methods::CredentialRemove>([&services](const CredentialRef& params, ChangeAnswer answer) {
        submit(services, removal(ObjectKind::Credential, params.name, params.provider), std::move(answer));
    });
    dispatcher.on<methods::CredentialEnable>([&services](const CredentialRef& params, ChangeAnswer answer) {
        change(services, params.provider, namedField(params.name, QStringLiteral("enabled"), true), Expect::Existing, std::move(answer));
    });
    dispatcher.on<methods::CredentialDisable>([&services](const CredentialRef& params, ChangeAnswer answer) {
        change(services, params.provider, namedField(params.name, QStringLiteral("enabled"), false), Expect::Existing, std::move(answer));
    });
    dispatcher.on<methods::CredentialReset>([&services](const CredentialResetParams& params, Answer<CredentialResetResult> answer) {
        answer(resetCredentials(services, params));
    });
}

} // namespace lanyard
