#include "routing/RouteTurns.h"
#include "routing/Router.h"
#include "support/TestMain.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <thread>

using namespace lanyard;

Q_DECLARE_METATYPE(std::vector<std::string>)

namespace {

/// Numbers by provider id.
class StubStats final : public RouteStats
{
public:
    bool usable(ProviderId provider, ModelId) const override { return !unusable.contains(provider.value); }
    double inFlight(ProviderId provider, ModelId) const override { return number(provider); }
    std::optional<std::chrono::microseconds> firstByte(ProviderId provider, ModelId) const override
    {
        if (!numbers.contains(provider.value))
            return std::nullopt;
        return std::chrono::microseconds{static_cast<std::int64_t>(number(provider))};
    }
    double headroom(ProviderId provider, ModelId) const override { return number(provider); }

    std::map<std::uint32_t, double> numbers;
    std::set<std::uint32_t> unusable;

private:
    double number(ProviderId provider) const
    {
        const auto found = numbers.find(provider.value);
        return found == numbers.end() ? 0.0 : found->second;
    }
};

/// Providers a, b, c (ids 1, 2, 3) and models over them.
struct World
{
    Configuration configuration;

    World()
    {
        for (const char* name : {"a", "b", "c"}) {
            ProviderConfig provider;
            provider.id = {static_cast<std::uint32_t>(configuration.providers.size() + 1)};
            provider.name = name;
            provider.baseUrl = "http://127.0.0.1:1/v1";
            configuration.providers.push_back(std::move(provider));
        }
    }

    struct Route
    {
        std::string provider;
        std::uint32_t weight = 1;
        std::uint32_t priority = 0;
        std::string upstream = "up";
    };
    ModelConfig& model(const std::string& name, std::vector<Route> routes, Strategy strategy = Strategy::Priority)
    {
        ModelConfig model;
        model.id = {static_cast<std::uint32_t>(configuration.models.size() + 1)};
        model.name = name;
        model.strategy = strategy;
        for (const Route& route : routes) {
            RouteConfig config;
            config.id = {model.id.value * 100 + static_cast<std::uint32_t>(model.routes.size())};
            config.provider = route.provider;
            config.upstreamModel = route.upstream;
            config.weight = route.weight;
            config.priority = route.priority;
            model.routes.push_back(config);
        }
        configuration.models.push_back(model);
        return configuration.models.back();
    }
    Snapshot snapshot() const { return Snapshot(configuration, 1); }
};

std::string order(const Result<Resolution>& resolution)
{
    if (!resolution)
        return "error " + std::string(resolution.error().name());
    std::string text;
    for (const Candidate& candidate : resolution->candidates)
        text += candidate.provider->name;
    return text;
}

Identity caller(const ApiKeyConfig& key, const GroupConfig* group = nullptr)
{
    Identity identity;
    identity.key = &key;
    identity.group = group;
    return identity;
}

} // namespace

class tst_Router : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void turnsAreSmooth()
    {
        RouteTurns turns;
        const std::vector<RouteTurns::Entry> routes{{{1}, 5}, {{2}, 1}, {{3}, 1}};
        std::string sequence;
        for (int i = 0; i < 14; ++i)
            sequence += "abc"[turns.next(routes).front()];
        QCOMPARE(sequence, std::string("aabacaaaabacaa"));
    }

    void aNameMeansWhatTheOwnerWrote_data()
    {
        QTest::addColumn<QByteArray>("requested");
        QTest::addColumn<QByteArray>("meaning"); // model@provider/upstream ..., or the error's name
        const auto row = [](const char* name, const char* requested, const char* meaning) {
            QTest::newRow(name) << QByteArray(requested) << QByteArray(meaning);
        };
        row("name", "gpt", "gpt@a/gpt-up b/gpt-up");
        row("alias", "latest", "gpt@a/gpt-up b/gpt-up");
        row("empty takes the default", "", "gpt@a/gpt-up b/gpt-up");
        row("unknown", "nothing", "not_found");
        row("colon in a model's name", "llama3:8b", "llama3:8b@c/llama3:8b");
        row("pin by public name", "b:gpt", "gpt@b/gpt-up");
        row("pin by alias", "b:latest", "gpt@b/gpt-up");
        row("pin by the provider's own name", "b:gpt-up", "gpt@b/gpt-up");
        row("pin of a name with a colon", "c:llama3:8b", "llama3:8b@c/llama3:8b");
        row("pin to what is not configured", "b:other", "@b/other");
        row("pin to a model without a route there", "c:gpt", "@c/gpt");
        row("pin to an unknown provider", "zzz:gpt", "not_found");
        row("pin without a model", "b:", "not_found");
        row("wildcard", "claude-3", "claude-*@a/anthropic/claude-3");
        row("longer wildcard wins", "claude-3-mini", "claude-*-mini@b/mini-3");
        row("wildcard through a pin", "a:claude-9", "claude-*@a/anthropic/claude-9");
        row("disabled model", "off", "unavailable");
        row("no route", "bare", "unavailable");
        row("only disabled routes", "deaf", "unavailable");
        row("auto is the first of the file", "auto", "gpt@a/gpt-up b/gpt-up");
    }
    void aNameMeansWhatTheOwnerWrote()
    {
        QFETCH(QByteArray, requested);
        QFETCH(QByteArray, meaning);
        World world;
        world.model("off", {{"a"}}).enabled = false;
        world.model("bare", {});
        world.model("deaf", {{"a"}}).routes.front().enabled = false;
        world.model("claude-*", {{"a", 1, 0, "anthropic/claude-*"}});
        world.model("claude-*-mini", {{"b", 1, 0, "mini-*"}});
        world.model("gpt", {{"a", 1, 0, "gpt-up"}, {"b", 1, 0, "gpt-up"}}).aliases = {"latest"};
        world.model("llama3:8b", {{"c", 1, 0, "llama3:8b"}});
        world.configuration.settings["default_model"] = "gpt";
        const Snapshot snapshot = world.snapshot();
        Router router;
        const Result<Resolution> resolution = router.resolve(snapshot, {}, requested.toStdString());
        std::string found;
        if (!resolution) {
            found = resolution.error().name();
        } else {
            found = (resolution->model ? resolution->model->name : std::string()) + "@";
            for (const Candidate& candidate : resolution->candidates)
                found += candidate.provider->name + "/" + candidate.upstreamModel + " ";
            found.pop_back();
        }
        QCOMPARE(QByteArray::fromStdString(found), meaning);
    }

    void noNameAndNoDefaultIsTheRequestsFault()
    {
        World world;
        world.model("gpt", {{"a"}});
        const Snapshot snapshot = world.snapshot();
        Router router;
        QCOMPARE(router.resolve(snapshot, {}, "").error().code, ErrorCode::InvalidArgument);
    }

    void theMessageForAnUnknownModelSaysHowToSeeWhatThereIs()
    {
        World world;
        const Snapshot snapshot = world.snapshot();
        Router router;
        QCOMPARE(router.resolve(snapshot, {}, "gpt-5").error().message,
                 std::string("model \"gpt-5\" does not exist; GET /v1/models lists what this key may use"));
    }

    void whatIsSwitchedOffIsSkipped()
    {
        World world;
        ModelConfig& model = world.model("gpt", {{"a"}, {"b"}, {"c"}});
        model.routes[0].enabled = false;
        world.configuration.providers[1].enabled = false;
        const Snapshot snapshot = world.snapshot();
        Router router;
        QCOMPARE(order(router.resolve(snapshot, {}, "gpt")), std::string("c"));
        QCOMPARE(order(router.resolve(snapshot, {}, "b:gpt")), std::string("error unavailable"));
        QCOMPARE(order(router.resolve(snapshot, {}, "a:gpt")), std::string("error unavailable"));
    }

    void allowListsOfKeyAndGroupBothDecide_data()
    {
        QTest::addColumn<QStringList>("keyList");
        QTest::addColumn<QStringList>("groupList");
        QTest::addColumn<QByteArray>("requested");
        QTest::addColumn<bool>("allowed");
        const auto row = [](const char* name, QStringList key, QStringList group, const char* requested, bool allowed) {
            QTest::newRow(name) << key << group << QByteArray(requested) << allowed;
        };
        const QString gpt = QStringLiteral("gpt-*");
        const QString claude = QStringLiteral("claude-*");
        row("no lists", {}, {}, "gpt-4o", true);
        row("key allows", {gpt}, {}, "gpt-4o", true);
        row("key forbids", {claude}, {}, "gpt-4o", false);
        row("group allows", {}, {gpt}, "gpt-4o", true);
        row("group forbids", {}, {claude}, "gpt-4o", false);
        row("key allows, group forbids", {gpt}, {claude}, "gpt-4o", false);
        row("alias by the model's name", {gpt}, {}, "newest", true);
        row("alias as requested", {QStringLiteral("newest")}, {}, "newest", true);
        row("the alias alone does not open the name", {QStringLiteral("newest")}, {}, "gpt-4o", false);
        row("pin by public name", {gpt}, {}, "a:gpt-4o", true);
        row("pin forbidden", {claude}, {}, "a:gpt-4o", false);
        row("pin to the upstream name of a forbidden model", {QStringLiteral("up")}, {}, "a:up", false);
        row("pin to what is not configured", {gpt}, {}, "a:gpt-new", true);
        row("pin to what is not configured nor allowed", {gpt}, {}, "a:secret", false);
        row("whole provider", {QStringLiteral("a:*")}, {}, "a:secret", true);
        row("a provider's name opens nothing by itself", {QStringLiteral("a*")}, {}, "a:secret", false);
    }
    void allowListsOfKeyAndGroupBothDecide()
    {
        QFETCH(QStringList, keyList);
        QFETCH(QStringList, groupList);
        QFETCH(QByteArray, requested);
        QFETCH(bool, allowed);
        World world;
        world.model("gpt-4o", {{"a"}}).aliases = {"newest"};
        const Snapshot snapshot = world.snapshot();
        ApiKeyConfig key;
        GroupConfig group;
        for (const QString& glob : keyList)
            key.models.push_back(glob.toStdString());
        for (const QString& glob : groupList)
            group.models.push_back(glob.toStdString());
        Router router;
        const Result<Resolution> resolution = router.resolve(snapshot, caller(key, &group), requested.toStdString());
        QCOMPARE(resolution.has_value(), allowed);
        if (!allowed)
            QCOMPARE(resolution.error().code, ErrorCode::Forbidden);
    }

    void priorityKeepsTheFilesOrderUnlessWeightsShare()
    {
        World world;
        world.model("plain", {{"a"}, {"b"}, {"c"}});
        world.model("ranked", {{"a", 1, 2}, {"b", 1, 0}, {"c", 1, 1}});
        world.model("shared", {{"a", 1, 1}, {"b", 2, 0}, {"c", 1, 0}});
        const Snapshot snapshot = world.snapshot();
        Router router;
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(order(router.resolve(snapshot, {}, "plain")), std::string("abc"));
            QCOMPARE(order(router.resolve(snapshot, {}, "ranked")), std::string("bca"));
        }
        std::string firsts;
        for (int i = 0; i < 6; ++i) {
            const std::string all = order(router.resolve(snapshot, {}, "shared"));
            QCOMPARE(all.back(), 'a');
            firsts += all.front();
        }
        QCOMPARE(firsts, std::string("bcbbcb"));
    }

    void weightedTakesTurnsOverAllPriorities()
    {
        World world;
        world.model("gpt", {{"a", 5, 3}, {"b", 1, 0}, {"c", 1, 1}}, Strategy::Weighted);
        const Snapshot snapshot = world.snapshot();
        Router router;
        std::string firsts;
        for (int i = 0; i < 7; ++i)
            firsts += order(router.resolve(snapshot, {}, "gpt")).front();
        QCOMPARE(firsts, std::string("aabacaa"));
    }

    void aModelWithoutAStrategyIsRoutedAsTheSettingSays()
    {
        World world;
        world.model("gpt", {{"a", 5, 3}, {"b", 1, 0}, {"c", 1, 1}}).strategy.reset();
        world.model("own", {{"a", 5, 3}, {"b", 1, 0}}, Strategy::Priority);
        const auto firsts = [&](const char* model) {
            const Snapshot snapshot = world.snapshot();
            Router router;
            std::string names;
            for (int i = 0; i < 7; ++i)
                names += order(router.resolve(snapshot, {}, model)).front();
            return names;
        };
        QCOMPARE(firsts("gpt"), std::string("bbbbbbb")); // by priority
        world.configuration.settings["default_strategy"] = "weighted";
        QCOMPARE(firsts("gpt"), std::string("aabacaa"));
        QCOMPARE(firsts("own"), std::string("bbbbbbb"));
    }

    void whoOnlyLooksTakesNoTurn()
    {
        World world;
        world.model("m", {{"a", 5}, {"b"}, {"c"}}, Strategy::Weighted);
        const Snapshot snapshot = world.snapshot();
        Router router;
        std::string turns;
        for (int turn = 0; turn < 7; ++turn) {
            const std::string seen = order(router.peek(snapshot, {}, "m"));
            QCOMPARE(order(router.peek(snapshot, {}, "m")), seen);
            const std::string taken = order(router.resolve(snapshot, {}, "m"));
            QCOMPARE(taken, seen);
            turns += taken.front();
        }
        QCOMPARE(turns, std::string("aabacaa"));
    }

    void turnsAreSharedByAllThreadsAndExact()
    {
        World world;
        world.model("gpt", {{"a", 5}, {"b", 2}, {"c", 1}}, Strategy::Weighted);
        const Snapshot snapshot = world.snapshot();
        Router router;
        std::array<std::atomic<int>, 3> firsts{};
        std::vector<std::thread> threads;
        for (int t = 0; t < 8; ++t) {
            threads.emplace_back([&] {
                for (int i = 0; i < 1000; ++i)
                    ++firsts[router.resolve(snapshot, {}, "gpt")->candidates.front().provider->id.value - 1];
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(firsts[0].load(), 5000);
        QCOMPARE(firsts[1].load(), 2000);
        QCOMPARE(firsts[2].load(), 1000);
    }

    void randomDrawsByWeightWithoutRepeating()
    {
        World world;
        world.model("gpt", {{"a", 5}, {"b", 3}, {"c", 2}}, Strategy::Random);
        const Snapshot snapshot = world.snapshot();
        std::vector<std::uint64_t> bounds;
        std::vector<std::uint64_t> lots{8, 4}; // c of 10 (0-4 a, 5-7 b, 8-9 c), then a of 8 (c is out)
        Router router(nullptr, [&](std::uint64_t bound) {
            bounds.push_back(bound);
            return lots[bounds.size() - 1];
        });
        QCOMPARE(order(router.resolve(snapshot, {}, "gpt")), std::string("cab"));
        QCOMPARE(bounds, (std::vector<std::uint64_t>{10, 8}));
    }

    void randomSharesFollowTheWeights()
    {
        World world;
        world.model("gpt", {{"a", 8}, {"b", 1}, {"c", 1}}, Strategy::Random);
        const Snapshot snapshot = world.snapshot();
        Router router;
        int first = 0;
        for (int i = 0; i < 10'000; ++i)
            first += order(router.resolve(snapshot, {}, "gpt")).front() == 'a';
        QVERIFY2(first > 7'600 && first < 8'400, qPrintable(QString::number(first))); // ten standard deviations
    }

    void liveNumbersRankTheRoutes_data()
    {
        QTest::addColumn<int>("strategy");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("least-busy") << int(Strategy::LeastBusy) << QByteArray("bca");
        QTest::newRow("fastest") << int(Strategy::Fastest) << QByteArray("bca");
        QTest::newRow("headroom") << int(Strategy::Headroom) << QByteArray("acb");
    }
    void liveNumbersRankTheRoutes()
    {
        QFETCH(int, strategy);
        QFETCH(QByteArray, expected);
        World world;
        world.model("gpt", {{"a"}, {"b"}, {"c"}}, static_cast<Strategy>(strategy));
        const Snapshot snapshot = world.snapshot();
        StubStats stats;
        stats.numbers = {{1, 30.0}, {2, 10.0}, {3, 20.0}};
        Router router(&stats);
        QCOMPARE(QByteArray::fromStdString(order(router.resolve(snapshot, {}, "gpt"))), expected);
        stats.unusable = {static_cast<std::uint32_t>(expected.front() - 'a' + 1)};
        QCOMPARE(QByteArray::fromStdString(order(router.resolve(snapshot, {}, "gpt"))), expected.mid(1) + expected.left(1));
        QCOMPARE(order(Router().resolve(snapshot, {}, "gpt")), std::string("abc"));
    }

    void whatWasNeverMeasuredIsTriedFirst()
    {
        World world;
        world.model("gpt", {{"a"}, {"b"}, {"c"}}, Strategy::Fastest);
        const Snapshot snapshot = world.snapshot();
        StubStats stats;
        stats.numbers = {{1, 30.0}, {2, 10.0}};
        Router router(&stats);
        QCOMPARE(order(router.resolve(snapshot, {}, "gpt")), std::string("cba"));
    }

    void autoSkipsModelsThatCannotBeHadNow()
    {
        World world;
        world.model("hidden", {{"a"}}).enabled = false;
        world.model("wild-*", {{"c"}});
        world.model("first", {{"a"}});
        world.model("second", {{"b"}, {"c"}});
        const Snapshot snapshot = world.snapshot();
        StubStats stats;
        Router router(&stats);
        QCOMPARE(order(router.resolve(snapshot, {}, "auto")), std::string("a"));
        stats.unusable = {1};
        QCOMPARE(order(router.resolve(snapshot, {}, "auto")), std::string("bc"));
        stats.unusable = {1, 2, 3};
        QCOMPARE(order(router.resolve(snapshot, {}, "auto")), std::string("a"));
        stats.unusable = {};
        ApiKeyConfig key;
        key.models = {"second"};
        QCOMPARE(order(router.resolve(snapshot, caller(key), "auto")), std::string("bc"));
        key.models = {"nothing"};
        QCOMPARE(order(router.resolve(snapshot, caller(key), "auto")), std::string("error unavailable"));
    }

    void aModelNamedAutoIsThatModel()
    {
        World world;
        world.model("first", {{"a"}});
        world.model("*", {{"b"}});
        {
            const Snapshot snapshot = world.snapshot();
            QCOMPARE(order(Router().resolve(snapshot, {}, "auto")), std::string("a"));
        }
        world.model("auto", {{"c"}});
        const Snapshot snapshot = world.snapshot();
        QCOMPARE(order(Router().resolve(snapshot, {}, "auto")), std::string("c"));
    }

    void theListShowsWhatThisKeyCanUse()
    {
        World world;
        world.model("gpt-4o", {{"a"}});
        world.model("gpt-*", {{"a"}});
        world.model("gpt-off", {{"a"}}).enabled = false;
        world.model("gpt-dead", {{"b"}});
        world.model("claude", {{"a"}});
        world.configuration.providers[1].enabled = false;
        const Snapshot snapshot = world.snapshot();
        const auto names = [&](const Identity& identity) {
            std::string text;
            for (const ModelConfig* model : Router::visibleModels(snapshot, identity))
                text += model->name + " ";
            return text;
        };
        QCOMPARE(names({}), std::string("gpt-4o claude "));
        ApiKeyConfig key;
        key.models = {"gpt-*"};
        QCOMPARE(names(caller(key)), std::string("gpt-4o "));
    }
};

LANYARD_TEST(tst_Router)
#include "tst_Router.moc"
