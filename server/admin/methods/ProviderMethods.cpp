#include "admin/methods/AllMethods.h"
#include "admin/methods/Changes.h"
#include "admin/methods/Views.h"

namespace lanyard {
namespace {

const QString kSection = QStringLiteral("providers");
const QString kEnabled = QStringLiteral("enabled");
using Expect = ConfigChange::Expect;

} // namespace

void registerProviderMethods(Dispatcher& dispatcher, AdminServices& services)
{
    dispatcher.on<methods::ProviderList>([&services](const Nothing&, Answer<ProviderListResult> answer) {
        const auto snapshot = services.snapshots.current();
        ProviderListResult result;
        for (const ProviderConfig& provider : snapshot->configuration().providers)
            result.providers.push_back(providerInfo(services, provider));
        answer(std::move(result));
    });
    dispatcher.on<methods::ProviderShow>([&services](const NameParams& params, Answer<ProviderInfo> answer) {
        const auto snapshot = services.snapshots.current();
        const ProviderConfig* provider = findByName(snapshot->configuration().providers, params.name);
        if (!provider)
            return answer(notFound(QStringLiteral("provider"), params.name));
        answer(providerInfo(services, *provider));
    });
    dispatcher.on<methods::ProviderAdd>([&services](const ProviderParams& params, ChangeAnswer answer) {
        submit(services, objectChange(kSection, toJson(params), Expect::New), std::move(answer));
    });
    dispatcher.on<methods::ProviderSet>([&services](const ProviderParams& params, ChangeAnswer answer) {
        submit(services, objectChange(kSection, toJson(params), Expect::Existing), std::move(answer));
    });
    dispatcher.on<methods::ProviderRemove>([&services](const NameParams& params, ChangeAnswer answer) {
        submit(services, removal(ObjectKind::Provider, params.name), std::move(answer));
    });
    dispatcher.on<methods::ProviderEnable>([&services](const NameParams& params, ChangeAnswer answer) {
        submit(services, objectChange(kSection, namedField(params.name, kEnabled, true), Expect::Existing), std::move(answer));
    });
    dispatcher.on<methods::ProviderDisable>([&services](const NameParams& params, ChangeAnswer answer) {
        submit(services, objectChange(kSection, namedField(params.name, kEnabled, false), Expect::Existing), std::move(answer));
    });
    dispatcher.on<methods::ProviderCheck>([&services](const ProviderCheckParams& params, Answer<ProviderCheckResult> answer) {
        const auto snapshot = services.snapshots.current();
        if (!findByName(snapshot->configuration().providers, params.name))
            return answer(notFound(QStringLiteral("provider"), params.name));
        if (!services.checkProvider)
            return answer(Error{ErrorCode::Unavailable, "this service cannot check providers"});
        services.checkProvider(params, [answer](Result<ProviderCheckResult> result) { answer(std::move(result)); });
    });
}

} // namespace lanyard
