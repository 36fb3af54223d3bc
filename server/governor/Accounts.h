#pragma once

#include "config/Configuration.h"
#include "governor/BudgetMeter.h"
#include "governor/Purse.h"
#include "limits/LimitMeter.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace lanyard {

// What the governor keeps of whom. Two kinds of fields: what the newest configuration says changes only under the
// registry's writing lock and is read under its reading lock; meters and purses are guarded by the shard's lock too.

/// The lock of one group with everybody in it, or of one user without a group.
struct Shard
{
    explicit Shard(const QTimeZone& zone) : calendar(zone) {}

    std::mutex mutex; ///< guards calendar, and meters, budgets and purses of everybody in the shard
    Calendar calendar;
};

struct GroupAccount
{
    explicit GroupAccount(const QTimeZone& zone) : shard(zone) {}

    std::string name;
    Limits limits;
    Shard shard;
    LimitMeter meter;
    BudgetMeter budget;
    bool configured = false; ///< the newest configuration has it
};

struct KeyAccount
{
    std::string name;
    Limits limits;
    bool enabled = false;
    bool revoked = false;
    std::optional<WallTime> expires;
    LimitMeter meter;
    BudgetMeter budget;
    bool configured = false;
};

/// One user with one model.
struct ModelAccount
{
    std::string name; ///< of the model
    Limits limits;
    LimitMeter meter;
    bool configured = false;
};

struct UserAccount
{
    explicit UserAccount(const QTimeZone& zone) : ownShard(zone) {}

    /// The shard that guards this user now. A move between groups happens under the registry's writing lock.
    Shard& shard() { return group ? group->shard : ownShard; }

    std::string name;
    Limits limits;
    bool enabled = false;
    bool frozen = false;
    bool configured = false;
    GroupAccount* group = nullptr;
    GroupId groupId;
    Shard ownShard;
    LimitMeter meter;
    BudgetMeter budget;
    Purse purse;
    std::unordered_map<ApiKeyId, KeyAccount> keys;
    std::unordered_map<ModelId, ModelAccount> models; ///< those with limits of their own for this user
};

} // namespace lanyard
