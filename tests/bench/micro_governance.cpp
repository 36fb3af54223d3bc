#include "gateway/Authenticator.h"
#include "ledger/JournalLane.h"
#include "ledger/MappedJournal.h"
#include "bench/MicroBenchmark.h"

#include <QTemporaryDir>

#include <string>

using namespace lanyard;
using namespace lanyard::test;

// What governance costs a request: who is it, may it, set aside, open the books, settle them, give back.

namespace {

constexpr int kUsers = 1'000;
constexpr int kCalls = 20'000;

std::string keyOf(int user)
{
    std::string digits = std::to_string(user);
    return "sk-lan-" + std::string(32 - digits.size(), '0') + digits;
}

/// Every kind of limit on user, key and group, a limit of the user with the model, budgets on all three, prepaid.
Configuration configurationOf(const ApiKeyHasher& hasher)
{
    Configuration configuration;
    ModelConfig model;
    model.id = {1};
    model.name = "gpt";
    model.price = Price{Money::fromNano(1'000'000'000), Money::fromNano(2'000'000'000), {}, {}, {}, {}, {}, {}, {}, {}, {}};
    configuration.models.push_back(model);
    GroupConfig group;
    group.id = {1};
    group.name = "family";
    group.limits = {100'000'000, 1'000'000'000'000, 1'000'000'000, 100'000, 1'000};
    group.budget = Budget{Money::fromNano(1'000'000'000'000'000), {}, BudgetPeriod::Monthly, "Europe/Berlin"};
    group.modelLimits.push_back({"gpt*", {1'000'000, {}, {}, {}, {}}});
    configuration.groups.push_back(group);
    for (int i = 0; i < kUsers; ++i) {
        UserConfig user;
        user.id = {static_cast<std::uint32_t>(i + 1)};
        user.name = "user" + std::to_string(i);
        user.group = "family";
        user.limits = group.limits;
        user.budget = group.budget;
        ApiKeyConfig key;
        key.id = {user.id.value};
        key.name = "key";
        key.hash = hasher.hash(keyOf(i));
        key.limits = group.limits;
        key.budget = Budget{{}, 1'000'000'000'000'000, BudgetPeriod::Daily, "UTC"};
        user.keys.push_back(key);
        configuration.users.push_back(user);
    }
    return configuration;
}

} // namespace

int main()
{
    const SystemClock clock;
    const ApiKeyHasher hasher{ApiKeyPepper{}};
    const Snapshot snapshot(configurationOf(hasher), 1);
    Governor governor(clock, QTimeZone::utc());
    governor.configure(snapshot);
    std::unordered_map<UserId, Money> balances;
    for (int i = 0; i < kUsers; ++i)
        balances.emplace(UserId{static_cast<std::uint32_t>(i + 1)}, Money::fromNano(1'000'000'000'000'000));
    governor.loadBalances(balances);

    const QTemporaryDir folder;
    const auto lane = std::make_shared<JournalLane>(folder.path().toStdString(), 1, 0, [] {});
    const auto journal = *MappedJournal::open(lane);
    (void)lane->ensureSpares(2 * 6 * kCalls / 5'000 + 2); // made ahead, as the drain does it

    std::vector<RequestHead> heads(kUsers);
    for (int i = 0; i < kUsers; ++i)
        heads[static_cast<std::size_t>(i)].headers.add("Authorization", "Bearer " + keyOf(i));
    std::size_t next = 0;
    const auto head = [&]() -> const RequestHead& { return heads[next++ % kUsers]; };
    const auto authenticated = [&] { return authenticate(head(), snapshot, hasher, governor, clock.wall()); };
    Usage usage;
    usage[TokenBucket::Input] = 900;
    usage[TokenBucket::Output] = 100;
    const auto books = [&](JournalKind kind, ExchangeId exchange) {
        JournalRecord record;
        record.kind = kind;
        record.exchange = exchange;
        record.usage = usage;
        (void)journal->append(record);
    };

    std::printf("%d users; limits and budgets on user, key and group, a limit with the model, prepaid:\n", kUsers);
    measure("authenticate", kCalls, [&] { static_cast<void>(authenticated()); });
    const Identity who = *authenticated();
    measure("reserve and settle", kCalls, [&] {
        auto asked = governor.reserve(who, {{1}, 1'000, Money::fromNano(2'000'000)});
        std::get<Reservation>(asked).settle(usage.total(), costOf(usage, *snapshot.configuration().models.front().price, 1'000'000));
    });
    measure("rate limits for the answer", kCalls, [&] { static_cast<void>(governor.rateLimits(who, {1})); });
    measure("journal: open, attempt and settled", kCalls, [&] {
        const ExchangeId exchange = journal->nextExchange();
        books(JournalKind::Open, exchange);
        books(JournalKind::Attempt, exchange);
        books(JournalKind::Settled, exchange);
    });
    measure("all of it", kCalls, [&] {
        const Identity caller = *authenticated();
        auto asked = governor.reserve(caller, {{1}, 1'000, Money::fromNano(2'000'000)});
        const ExchangeId exchange = journal->nextExchange();
        books(JournalKind::Open, exchange);
        books(JournalKind::Attempt, exchange);
        std::get<Reservation>(asked).settle(usage.total(), costOf(usage, *snapshot.configuration().models.front().price, 1'000'000));
        books(JournalKind::Settled, exchange);
        static_cast<void>(governor.rateLimits(caller, {1}));
    });
    return 0;
}
