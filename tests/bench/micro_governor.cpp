#include "governor/Governor.h"
#include "bench/MicroBenchmark.h"

#include <string>

using namespace lanyard;
using namespace lanyard::test;

namespace {

Configuration configurationOf(int users)
{
    Configuration configuration;
    GroupConfig group;
    group.id = {1};
    group.name = "family";
    group.limits = {1'000'000, 1'000'000'000, 100'000'000, 100'000, 1'000};
    configuration.groups.push_back(group);
    for (int i = 0; i < users; ++i) {
        UserConfig user;
        user.id = {static_cast<std::uint32_t>(i + 1)};
        user.name = "user" + std::to_string(i);
        user.group = "family";
        user.limits = {1'000'000, 1'000'000'000, 100'000'000, 100'000, 100};
        ApiKeyConfig key;
        key.id = {static_cast<std::uint32_t>(i + 1)};
        key.name = "key";
        key.limits = user.limits;
        user.keys.push_back(key);
        configuration.users.push_back(user);
    }
    return configuration;
}

} // namespace

int main()
{
    for (const int users : {1, 10'000}) {
        SystemClock clock;
        Governor governor(clock, QTimeZone::utc());
        const Snapshot snapshot(configurationOf(users), 1);
        governor.configure(snapshot);
        std::unordered_map<UserId, Money> balances;
        for (int i = 0; i < users; ++i)
            balances.emplace(UserId{static_cast<std::uint32_t>(i + 1)}, Money::fromNano(1'000'000'000'000'000));
        governor.loadBalances(balances);
        std::size_t next = 0;
        const auto identity = [&] {
            const UserConfig& user = snapshot.configuration().users[next++ % static_cast<std::size_t>(users)];
            Identity who;
            who.user = &user;
            who.key = &user.keys.front();
            return who;
        };
        std::printf("%d users, all five limits on user, key and group, prepaid:\n", users);
        measure("reserve and settle", 100'000, [&] {
            auto result = governor.reserve(identity(), {{1}, 1'000, Money::fromNano(5'000)});
            std::get<Reservation>(result).settle(900, Money::fromNano(4'000));
        });
        measure("admit", 100'000, [&] { static_cast<void>(governor.admit(identity())); });
        measure("rate limits", 100'000, [&] { static_cast<void>(governor.rateLimits(identity())); });
        measure("a new configuration", 5, [&] { governor.configure(snapshot); });
    }
    return 0;
}
