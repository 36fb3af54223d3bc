#include "admin/methods/AllMethods.h"
#include "config/PriceCatalogue.h"
#include "admin/methods/Views.h"
#include "protocol/Events.h"

#include <algorithm>

namespace lanyard {
namespace {

QStringList topicsInOrder(const QStringList& topics)
{
    QStringList unique = topics;
    unique.removeDuplicates();
    return unique;
}

Result<void> checkTopics(const QStringList& topics)
{
    for (const QString& topic : topics) {
        const auto isTopic = [&](std::string_view name) { return topic == textOf(name); };
        if (topic != QLatin1String("*") && std::none_of(std::begin(kAdminEvents), std::end(kAdminEvents), isTopic))
            return Error{ErrorCode::InvalidArgument, "events.subscribe: there is no event \"" + topic.left(64).toStdString() + "\""};
    }
    return {};
}

Result<void> checkHello(const HelloParams& params, const Secret& token)
{
    if (params.protocol != kAdminProtocol) {
        const QString text = QStringLiteral("this service speaks admin protocol %1, the client asked for %2; use the client that "
                                            "came with Lanyard %3").arg(kAdminProtocol).arg(params.protocol).arg(QStringLiteral(LANYARD_VERSION));
        return Error{ErrorCode::VersionUnsupported, text.toStdString()};
    }
    if (!token.empty() && !(params.token && *params.token == token))
        return Error{ErrorCode::Unauthenticated, "session.hello: the token is missing or wrong; it is in the service's admin.token file"};
    return {};
}

/// What the configuration alone shows to be wrong or unfinished.
QStringList configurationWarnings(const Configuration& configuration)
{
    QStringList warnings;
    for (const ProviderConfig& provider : configuration.providers) {
        if (provider.enabled && provider.credentials.empty() && provider.kind != ProviderKind::Demo)
            warnings.append(QStringLiteral("provider %1 has no credential").arg(toText(provider.name)));
    }
    for (const ModelConfig& model : configuration.models) {
        if (model.enabled && !model.price && !cataloguePriceOf(configuration, model))
            warnings.append(QStringLiteral("model %1 has no price").arg(toText(model.name)));
        if (model.enabled && model.routes.empty())
            warnings.append(QStringLiteral("model %1 has no route").arg(toText(model.name)));
    }
    return warnings;
}

HelloResult helloResult(const AdminServices& services)
{
    HelloResult hello = services.info();
    hello.protocol = kAdminProtocol;
    hello.service = QStringLiteral("lanyard");
    for (const MethodInfo& method : kAdminMethods)
        hello.capabilities.append(textOf(method.name));
    return hello;
}

void countConfiguration(const AdminServices& services, const Configuration& configuration, StatusResult& status)
{
    status.providers = static_cast<int>(configuration.providers.size());
    status.models = static_cast<int>(configuration.models.size());
    status.users = static_cast<int>(configuration.users.size());
    for (const UserConfig& user : configuration.users)
        status.keys += static_cast<int>(user.keys.size());
    for (const ProviderConfig& provider : configuration.providers) {
        for (const CredentialConfig& credential : provider.credentials) {
            const CredentialState live = services.keyPool.state(credential.id).value_or(CredentialState{});
            ++status.credentials;
            status.credentialsReady += provider.enabled && credential.enabled && live.kind == CredentialState::Kind::Ready;
        }
    }
}

StatusResult statusOf(const AdminServices& services)
{
    StatusResult status;
    status.service = helloResult(services);
    status.service.capabilities.clear(); // hello said them
    status.state = services.state ? services.state() : QStringLiteral("running");
    status.uptimeSeconds = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::seconds>(services.clock.wall() - status.service.started).count());
    if (const auto snapshot = services.snapshots.current()) {
        status.configVersion = snapshot->version();
        countConfiguration(services, snapshot->configuration(), status);
        status.warnings = configurationWarnings(snapshot->configuration());
    }
    if (services.stats)
        status.stats = services.stats();
    if (services.warnings)
        status.warnings += services.warnings();
    return status;
}

} // namespace

void registerSessionMethods(Dispatcher& dispatcher, AdminServices& services, Secret token)
{
    dispatcher.onSession<methods::SessionHello>(
        [&services, token = std::move(token)](const HelloParams& params, AdminSession& session, Answer<HelloResult> answer) {
            if (const auto checked = checkHello(params, token); !checked)
                return answer(checked.error());
            session.greeted = true;
            session.client = params.client.left(64);
            answer(helloResult(services));
        });
    dispatcher.onSession<methods::EventsSubscribe>(
        [&services](const SubscribeParams& params, AdminSession& session, Answer<SubscribeResult> answer) {
            if (const auto checked = checkTopics(params.topics); !checked)
                return answer(checked.error());
            session.topics = topicsInOrder(params.topics);
            if (services.subscriptionsChanged)
                services.subscriptionsChanged();
            answer(SubscribeResult{session.topics, session.seq});
        });
    dispatcher.on<methods::StatusGet>([&services](const Nothing&, Answer<StatusResult> answer) { answer(statusOf(services)); });
    dispatcher.on<methods::ServiceStop>([&services](const Nothing&, Answer<Nothing> answer) {
        if (!services.stop)
            return answer(Error{ErrorCode::Unavailable, "this service cannot be stopped from here"});
        answer(Nothing{}); // first: nothing is promised for answers once the drain has begun
        services.stop();
    });
}

} // namespace lanyard
