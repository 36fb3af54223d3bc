#include "admin/methods/AllMethods.h"
#include "admin/methods/Changes.h"
#include "admin/methods/Views.h"

namespace lanyard {
namespace {

const QString kUsers = QStringLiteral("users");
const QString kGroups = QStringLiteral("groups");
using Expect = ConfigChange::Expect;

void registerGroupMethods(Dispatcher& dispatcher, AdminServices& services)
{
    dispatcher.on<methods::GroupList>([&services](const Nothing&, Answer<GroupListResult> answer) {
        const auto snapshot = services.snapshots.current();
        GroupListResult result;
        for (const GroupConfig& group : snapshot->configuration().groups)
            result.groups.push_back(groupInfo(services, snapshot->configuration(), group));
        answer(std::move(result));
    });
    dispatcher.on<methods::GroupShow>([&services](const NameParams& params, Answer<GroupInfo> answer) {
        const auto snapshot = services.snapshots.current();
        const GroupConfig* group = findByName(snapshot->configuration().groups, params.name);
        if (!group)
            return answer(notFound(QStringLiteral("group"), params.name));
        answer(groupInfo(services, snapshot->configuration(), *group));
    });
    dispatcher.on<methods::GroupAdd>([&services](const GroupParams& params, ChangeAnswer answer) {
        submit(services, objectChange(kGroups, toJson(params), Expect::New), std::move(answer));
    });
    dispatcher.on<methods::GroupSet>([&services](const GroupParams& params, ChangeAnswer answer) {
        submit(services, objectChange(kGroups, toJson(params), Expect::Existing), std::move(answer));
    });
    dispatcher.on<methods::GroupRemove>([&services](const NameParams& params, ChangeAnswer answer) {
        submit(services, removal(ObjectKind::Group, params.name), std::move(answer));
    });
}

/// The four switches of a user: one field, one value.
template<class M>
void onSwitch(Dispatcher& dispatcher, AdminServices& services, const QString& field, bool value)
{
    dispatcher.on<M>([&services, field, value](const NameParams& params, ChangeAnswer answer) {
        submit(services, objectChange(kUsers, namedField(params.name, field, value), Expect::Existing), std::move(answer));
    });
}

} // namespace

void registerUserMethods(Dispatcher& dispatcher, AdminServices& services)
{
    registerGroupMethods(dispatcher, services);
    dispatcher.on<methods::UserList>([&services](const Nothing&, Answer<UserListResult> answer) {
        const auto snapshot = services.snapshots.current();
        UserListResult result;
        for (const UserConfig& user : snapshot->configuration().users)
            result.users.push_back(userInfo(services, user));
        answer(std::move(result));
    });
    dispatcher.on<methods::UserShow>([&services](const NameParams& params, Answer<UserInfo> answer) {
        const auto snapshot = services.snapshots.current();
        const UserConfig* user = findByName(snapshot->configuration().users, params.name);
        if (!user)
            return answer(notFound(QStringLiteral("user"), params.name));
        answer(userInfo(services, *user));
    });
    dispatcher.on<methods::UserAdd>([&services](const UserParams& params, ChangeAnswer answer) {
        submit(services, objectChange(kUsers, toJson(params), Expect::New), std::move(answer));
    });
    dispatcher.on<methods::UserSet>([&services](const UserParams& params, ChangeAnswer answer) {
        if (params.balance)
            return answer(Error{ErrorCode::InvalidArgument, "user.set: balance is the opening deposit of a new user; use user.deposit"});
        submit(services, objectChange(kUsers, toJson(params), Expect::Existing), std::move(answer));
    });
    dispatcher.on<methods::UserRemove>([&services](const NameParams& params, ChangeAnswer answer) {
        submit(services, removal(ObjectKind::User, params.name), std::move(answer));
    });
    onSwitch<methods::UserEnable>(dispatcher, services, QStringLiteral("enabled"), true);
    onSwitch<methods::UserDisable>(dispatcher, services, QStringLiteral("enabled"), false);
    onSwitch<methods::UserFreeze>(dispatcher, services, QStringLiteral("frozen"), true);
    onSwitch<methods::UserUnfreeze>(dispatcher, services, QStringLiteral("frozen"), false);
}

} // namespace lanyard
