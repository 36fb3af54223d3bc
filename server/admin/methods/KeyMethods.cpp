#include "admin/methods/AllMethods.h"
#include "admin/methods/Changes.h"
#include "admin/methods/Views.h"

namespace lanyard {
namespace {

using Expect = ConfigChange::Expect;

/// A change of a key does not make its user.
void change(AdminServices& services, const QString& user, const QJsonObject& key, Expect expect, ChangeAnswer answer)
{
    if (!findByName(services.snapshots.current()->configuration().users, user))
        return answer(notFound(QStringLiteral("user"), user));
    submit(services, childChange(QStringLiteral("users"), user, QStringLiteral("keys"), key, expect), std::move(answer));
}

Result<KeyListResult> listKeys(const AdminServices& services, const std::optional<QString>& onlyUser)
{
    const auto snapshot = services.snapshots.current();
    const auto& users = snapshot->configuration().users;
    if (onlyUser && !findByName(users, *onlyUser))
        return notFound(QStringLiteral("user"), *onlyUser);
    KeyListResult result;
    for (const UserConfig& user : users) {
        if (onlyUser && toText(user.name) != *onlyUser)
            continue;
        for (const ApiKeyConfig& key : user.keys)
            result.keys.push_back(keyInfo(services, user, key));
    }
    return result;
}

Result<KeyInfo> showKey(const AdminServices& services, const KeyRef& ref)
{
    const auto snapshot = services.snapshots.current();
    const UserConfig* user = findByName(snapshot->configuration().users, ref.user);
    const ApiKeyConfig* key = user ? findByName(user->keys, ref.name) : nullptr;
    if (!key)
        return notFound(QStringLiteral("key"), ref.user + u'/' + ref.name);
    return keyInfo(services, *user, *key);
}

} // namespace

void registerKeyMethods(Dispatcher& dispatcher, AdminServices& services)
{
    dispatcher.on<methods::KeyList>([&services](const KeyListParams& params, Answer<KeyListResult> answer) {
        answer(listKeys(services, params.user));
    });
    dispatcher.on<methods::KeyShow>([&services](const KeyRef& params, Answer<KeyInfo> answer) { answer(showKey(services, params)); });
    dispatcher.on<methods::KeyAdd>([&services](const KeyParams& params, ChangeAnswer answer) {
        change(services, params.user, without(toJson(params), QStringLiteral("user")), Expect::New, std::move(answer));
    });
    dispatcher.on<methods::KeySet>([&services](const KeyParams& params, ChangeAnswer answer) {
        change(services, params.user, without(toJson(params), QStringLiteral("user")), Expect::Existing, std::move(answer));
    });
    dispatcher.on<methods::KeyRemove>([&services](const KeyRef& params, ChangeAnswer answer) {
        submit(services, removal(ObjectKind::ApiKey, params.name, params.user), std::move(answer));
    });
    dispatcher.on<methods::KeyEnable>([&services](const KeyRef& params, ChangeAnswer answer) {
        change(services, params.user, namedField(params.name, QStringLiteral("enabled"), true), Expect::Existing, std::move(answer));
    });
    dispatcher.on<methods::KeyDisable>([&services](const KeyRef& params, ChangeAnswer answer) {
        change(services, params.user, namedField(params.name, QStringLiteral("enabled"), false), Expect::Existing, std::move(answer));
    });
    dispatcher.on<methods::KeyRevoke>([&services](const KeyRef& params, ChangeAnswer answer) {
        ConfigChange revocation;
        revocation.revoke.push_back({ObjectKind::ApiKey, params.name.toStdString(), params.user.toStdString()});
        submit(services, std::move(revocation), std::move(answer));
    });
}

} // namespace lanyard
