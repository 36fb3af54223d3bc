#include "governor/GovernorState.h"

#include "base/Glob.h"
#include "governor/GovernorMessages.h"

#include <algorithm>

namespace lanyard {

Governor::State::Payers Governor::State::find(UserId user, ApiKeyId key, ModelId model) const
{
    const auto foundUser = users.find(user);
    if (foundUser == users.end())
        return {};
    UserAccount* account = foundUser->second.get();
    const auto foundKey = account->keys.find(key);
    const auto foundModel = account->models.find(model);
    return {account, foundKey == account->keys.end() ? nullptr : &foundKey->second, account->group,
            foundModel == account->models.end() ? nullptr : &foundModel->second};
}

Governor::State::Payers Governor::State::find(const Identity& identity, ModelId model) const
{
    return find(identity.user ? identity.user->id : UserId{}, identity.key ? identity.key->id : ApiKeyId{}, model);
}

std::optional<Error> Governor::State::admission(const Payers& payers) const
{
    const bool known = payers.user && payers.user->configured && payers.key && payers.key->configured;
    return admissionError(known ? payers.user : nullptr, payers.key, clock.wall(), contact);
}

UserAccount& Governor::State::userAccount(UserId user)
{
    std::unique_ptr<UserAccount>& account = users[user];
    if (!account)
        account = std::make_unique<UserAccount>(zone);
    return *account;
}

/// Days that have begun in the old zone end in the new one.
void Governor::State::configureZone(const std::string& name)
{
    zoneName = name;
    const QTimeZone next = name.empty() ? machineZone : budgetZone(name);
    if (next == zone)
        return;
    zone = next;
    for (auto& [id, group] : groups)
        group->shard.calendar = Calendar(zone);
    for (auto& [id, user] : users)
        user->ownShard.calendar = Calendar(zone);
}

void Governor::State::configureGroups(const Snapshot& snapshot)
{
    for (auto& [id, account] : groups)
        account->configured = false;
    for (const GroupConfig& group : snapshot.configuration().groups) {
        std::unique_ptr<GroupAccount>& account = groups[group.id];
        if (!account)
            account = std::make_unique<GroupAccount>(zone);
        account->name = group.name;
        account->limits = group.limits;
        account->budget.configure(budgetInZone(group.budget, zoneName));
        account->configured = true;
    }
}

void Governor::State::configureUsers(const Snapshot& snapshot)
{
    for (auto& [id, account] : users) {
        account->configured = false;
        account->group = nullptr;
        account->groupId = {};
    }
    for (const UserConfig& user : snapshot.configuration().users) {
        UserAccount& account = userAccount(user.id);
        account.name = user.name;
        account.limits = user.limits;
        account.enabled = user.enabled;
        account.frozen = user.frozen;
        account.budget.configure(budgetInZone(user.budget, zoneName));
        account.configured = true;
        const GroupConfig* group = snapshot.findGroup(user.group);
        if (group) {
            account.group = groups.at(group->id).get();
            account.groupId = group->id;
        }
        configureKeys(account, user);
        configureModels(account, user, group, snapshot);
    }
}

void Governor::State::configureKeys(UserAccount& account, const UserConfig& user) const
{
    for (auto& [id, key] : account.keys)
        key.configured = false;
    for (const ApiKeyConfig& config : user.keys) {
        KeyAccount& key = account.keys[config.id];
        key.name = config.name;
        key.limits = config.limits;
        key.enabled = config.enabled;
        key.revoked = config.revoked;
        key.expires = config.expires;
        key.budget.configure(budgetInZone(config.budget, zoneName));
        key.configured = true;
    }
    std::erase_if(account.keys, [](const auto& entry) { return !entry.second.configured && entry.second.meter.inFlight() == 0; });
}

namespace {

const Limits* limitsFor(const std::vector<ModelLimits>& rules, const std::string& model)
{
    const auto rule = std::find_if(rules.begin(), rules.end(), [&](const ModelLimits& r) { return globMatches(r.model, model); });
    return rule == rules.end() ? nullptr : &rule->limits;
}

} // namespace

/// The first of the user's own rules that fits, else the first of the group's.
void Governor::State::configureModels(UserAccount& account, const UserConfig& user, const GroupConfig* group, const Snapshot& snapshot)
{
    for (auto& [id, model] : account.models)
        model.configured = false;
    if (!user.modelLimits.empty() || (group && !group->modelLimits.empty())) {
        for (const ModelConfig& model : snapshot.configuration().models) {
            const Limits* limits = limitsFor(user.modelLimits, model.name);
            if (!limits && group)
                limits = limitsFor(group->modelLimits, model.name);
            if (!limits)
                continue;
            ModelAccount& own = account.models[model.id];
            own.name = model.name;
            own.limits = *limits;
            own.configured = true;
        }
    }
    std::erase_if(account.models, [](const auto& entry) { return !entry.second.configured && entry.second.meter.inFlight() == 0; });
    for (auto& [id, model] : account.models) {
        if (!model.configured)
            model.limits = {}; // exchanges still run on it
    }
}

/// Whoever is configured no more stays while exchanges run on them; a user also while there is a balance.
void Governor::State::dropIdle()
{
    std::erase_if(groups, [](const auto& entry) { return !entry.second->configured && entry.second->meter.inFlight() == 0; });
    std::erase_if(users, [](const auto& entry) {
        const UserAccount& user = *entry.second;
        return !user.configured && user.meter.inFlight() == 0 && !user.purse.balance();
    });
}

} // namespace lanyard
