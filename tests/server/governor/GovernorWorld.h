#pragma once

#include "governor/Governor.h"
#include "support/FakeClock.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace lanyard::test {

/// A governor under test. Users have the ids 1, 2, 3 ..., their keys 10 x user + 1, + 2 ..., groups 1, 2, 3 ...
struct GovernorWorld
{
    FakeClock clock;
    Configuration configuration;
    std::vector<std::unique_ptr<Snapshot>> snapshots;
    std::uint64_t version = 0;
    Governor governor;

    explicit GovernorWorld(QTimeZone zone = QTimeZone::utc()) : governor(clock, zone)
    {
        addUser("alice");
        apply();
    }

    UserConfig& addUser(const std::string& name, const std::string& group = {})
    {
        UserConfig user;
        user.id = {static_cast<std::uint32_t>(configuration.users.size() + 1)};
        user.name = name;
        user.group = group;
        configuration.users.push_back(user);
        addKey(configuration.users.back(), "laptop");
        return configuration.users.back();
    }
    static ApiKeyConfig& addKey(UserConfig& user, const std::string& name)
    {
        ApiKeyConfig key;
        key.id = {user.id.value * 10 + static_cast<std::uint32_t>(user.keys.size()) + 1};
        key.name = name;
        key.hash[0] = static_cast<std::uint8_t>(key.id.value);
        user.keys.push_back(key);
        return user.keys.back();
    }
    GroupConfig& addGroup(const std::string& name)
    {
        GroupConfig group;
        group.id = {static_cast<std::uint32_t>(configuration.groups.size() + 1)};
        group.name = name;
        configuration.groups.push_back(group);
        return configuration.groups.back();
    }
    UserConfig& user(std::size_t index = 0) { return configuration.users.at(index); }
    ApiKeyConfig& key(std::size_t index = 0) { return user().keys.at(index); }

    void apply()
    {
        snapshots.push_back(std::make_unique<Snapshot>(configuration, ++version));
        governor.configure(*snapshots.back());
    }
    void change(const std::function<void()>& edit)
    {
        edit();
        apply();
    }

    /// As the newest snapshot has it.
    Identity identity(std::size_t userIndex = 0, std::size_t keyIndex = 0) const
    {
        const Snapshot& snapshot = *snapshots.back();
        Identity who;
        who.user = &snapshot.configuration().users.at(userIndex);
        who.key = &who.user->keys.at(keyIndex);
        who.group = snapshot.findGroup(who.user->group);
        return who;
    }

    static Limits limits(std::optional<std::uint32_t> rpm, std::optional<std::uint64_t> tpm = {}, std::optional<std::uint32_t> rpd = {},
                         std::optional<std::uint64_t> tpr = {}, std::optional<std::uint32_t> concurrency = {})
    {
        return {rpm, tpm, rpd, tpr, concurrency};
    }
    static Money usd(const char* text) { return Money::parse(text).value(); }
    static Demand demand(std::uint64_t tokens = 1, Money cost = {}) { return {{1}, tokens, cost}; }

    std::variant<Reservation, GovernorRefusal> ask(const Demand& demand = GovernorWorld::demand()) { return governor.reserve(identity(), demand); }
    /// An empty one when refused.
    Reservation reserve(const Demand& demand = GovernorWorld::demand())
    {
        std::variant<Reservation, GovernorRefusal> result = ask(demand);
        return std::holds_alternative<Reservation>(result) ? std::get<Reservation>(std::move(result)) : Reservation();
    }
    GovernorRefusal refusal(const Demand& demand = GovernorWorld::demand())
    {
        std::variant<Reservation, GovernorRefusal> result = ask(demand);
        return std::holds_alternative<GovernorRefusal>(result) ? std::get<GovernorRefusal>(std::move(result))
                                                               : GovernorRefusal{{ErrorCode::Internal, "was not refused"}, {}, {}};
    }
};

} // namespace lanyard::test
