#include "EditorHarness.h"

#include "config/Snapshot.h"
#include "support/TestMain.h"

#include <atomic>
#include <thread>

using namespace lanyard;
using lanyard::test::EditorHarness;
using lanyard::test::fixture;

namespace {

std::shared_ptr<const Snapshot> snapshotOf(Configuration configuration, std::uint64_t version = 1)
{
    return std::make_shared<const Snapshot>(std::move(configuration), version);
}

} // namespace

class tst_Snapshot : public QObject
{
    Q_OBJECT

private:
    EditorHarness m_house;
    std::shared_ptr<const Snapshot> m_snapshot;

private Q_SLOTS:
    void initTestCase()
    {
        const Result<void> made = m_house.apply(fixture(QStringLiteral("good/snapshot.yaml")).toStdString());
        QVERIFY2(made, made ? "" : made.error().message.c_str());
        m_snapshot = snapshotOf(m_house.current, 42);
    }

    void modelsAreFoundByNameThenAliasThenLongestWildcard_data()
    {
        QTest::addColumn<QByteArray>("asked");
        QTest::addColumn<QByteArray>("model");
        QTest::newRow("name") << QByteArray("gpt") << QByteArray("gpt");
        QTest::newRow("alias") << QByteArray("g") << QByteArray("gpt");
        QTest::newRow("exact before wildcard, also when disabled") << QByteArray("gpt-4o-mini") << QByteArray("gpt-4o-mini");
        QTest::newRow("longest wildcard") << QByteArray("gpt-4o-2024") << QByteArray("gpt-4o*");
        QTest::newRow("wildcard alias") << QByteArray("gpt-4-turbo") << QByteArray("gpt");
        QTest::newRow("everything") << QByteArray("claude") << QByteArray("*");
    }
    void modelsAreFoundByNameThenAliasThenLongestWildcard()
    {
        QFETCH(QByteArray, asked);
        QFETCH(QByteArray, model);
        const ModelConfig* found = m_snapshot->findModel(asked.toStdString());
        QVERIFY(found);
        QCOMPARE(QByteArray::fromStdString(found->name), model);
        QCOMPARE(m_snapshot->findModel(found->id), found);
    }

    void aModelWithoutAStrategyTakesTheSettings()
    {
        Configuration c;
        c.settings["default_strategy"] = "fastest";
        c.models.resize(2);
        c.models[0].strategy = Strategy::Random;
        const Snapshot snapshot(c, 1);
        QVERIFY(snapshot.strategyOf(snapshot.configuration().models[0]) == Strategy::Random);
        QVERIFY(snapshot.strategyOf(snapshot.configuration().models[1]) == Strategy::Fastest);
    }

    void whatAProviderBillsIsTheRoutesElseTheShippedElseTheUsersPrice()
    {
        Configuration c;
        ProviderConfig openai, box;
        openai.id = {1};
        openai.name = "openai";
        openai.baseUrl = "https://api.openai.com/v1";
        box.id = {2};
        box.name = "box";
        box.baseUrl = "http://10.0.0.9/v1";
        c.providers = {openai, box};
        ModelConfig model;
        model.id = {1};
        model.name = "m";
        model.price.emplace();
        model.price->input = Money::fromNano(99);
        RouteConfig own, shipped, local;
        own.id = {1};
        own.provider = "openai";
        own.upstreamModel = "gpt-4o";
        shipped = own;
        shipped.id = {2};
        shipped.upstreamModel = "gpt-4o-mini";
        own.upstreamPrice.emplace();
        own.upstreamPrice->input = Money::fromNano(7);
        local.id = {3};
        local.provider = "box";
        local.upstreamModel = "llama";
        model.routes = {own, shipped, local};
        c.models = {model};
        const Snapshot snapshot(c, 1);
        const ModelConfig* m = snapshot.findModel("m");
        const auto billed = [&](int route) {
            const RouteConfig& r = m->routes[static_cast<std::size_t>(route)];
            return snapshot.upstreamPriceOf(m, &r, *snapshot.findProvider(r.provider), r.upstreamModel)->input;
        };
        QCOMPARE(billed(0).nano(), std::int64_t{7});
        QCOMPARE(billed(1).toShortString(), std::string("0.15"));
        QCOMPARE(billed(2).nano(), std::int64_t{99});
        QCOMPARE(snapshot.upstreamPriceOf(nullptr, nullptr, *snapshot.findProvider("openai"), "gpt-4o-mini")->input.toShortString(), std::string("0.15")); // a pin
    }

    void unknownNamesAreNull()
    {
        const auto empty = snapshotOf({});
        QVERIFY(!empty->findModel("gpt"));
        QVERIFY(!empty->findModel(ModelId{1}));
        QVERIFY(!empty->findProvider("demo"));
        QVERIFY(!empty->findProvider(ProviderId{1}));
        QVERIFY(!empty->findProxy("office"));
        QVERIFY(!empty->findGroup("family"));
        QVERIFY(!empty->findGroup(""));
        QVERIFY(!empty->findUser(UserId{1}));
        QVERIFY(!empty->findKey(ApiKeyHash{}));
    }

    void objectsPointIntoTheSnapshotsOwnConfiguration()
    {
        const Configuration& c = m_snapshot->configuration();
        QCOMPARE(m_snapshot->version(), std::uint64_t{42});
        QCOMPARE(m_snapshot->findProvider("demo"), &c.providers[0]);
        QCOMPARE(m_snapshot->findProvider(c.providers[0].id), &c.providers[0]);
        QCOMPARE(m_snapshot->findProxy("office"), &c.proxies[0]);
        QCOMPARE(m_snapshot->findGroup("family"), &c.groups[0]);
        QCOMPARE(m_snapshot->findUser(c.users[1].id), &c.users[1]);
    }

    void keysLeadToTheirOwners()
    {
        const Configuration& c = m_snapshot->configuration();
        const auto laptop = m_snapshot->findKey(m_house.hasher().hash("sk-lan-laptop-0001"));
        QVERIFY(laptop);
        QCOMPARE(laptop->user, &c.users[0]);
        QCOMPARE(laptop->key, &c.users[0].keys[0]);
        QCOMPARE(laptop->group, &c.groups[0]);
        QVERIFY(!laptop->ips);
        QVERIFY(!m_snapshot->findKey(m_house.hasher().hash("sk-lan-laptop-0002")));

        const auto revoked = m_snapshot->findKey(m_house.hasher().hash("sk-lan-old-key-0001"));
        QVERIFY(revoked && revoked->key->revoked);
        const auto bob = m_snapshot->findKey(m_house.hasher().hash("sk-lan-bob-key-0001"));
        QVERIFY(bob && !bob->group);
    }

    void addressesAreCheckedAgainstTheKeysBlocks()
    {
        const auto anywhere = m_snapshot->findKey(m_house.hasher().hash("sk-lan-laptop-0001"));
        const auto home = m_snapshot->findKey(m_house.hasher().hash("sk-lan-bob-key-0001"));
        QVERIFY(anywhere && home);
        QVERIFY(anywhere->allowsAddress(IpRange::parse("203.0.113.9")->address));
        QVERIFY(home->allowsAddress(IpRange::parse("192.168.1.77")->address));
        QVERIFY(!home->allowsAddress(IpRange::parse("192.168.2.77")->address));

        Configuration broken = m_house.current;
        broken.users[1].keys[0].ips = {"not an address"};
        const auto snapshot = snapshotOf(broken);
        QVERIFY(!snapshot->findKey(m_house.hasher().hash("sk-lan-bob-key-0001"))->allowsAddress(IpRange::parse("192.168.1.77")->address));
    }

    void settingsAreParsed()
    {
        const HotSettings& hot = m_snapshot->settings();
        QCOMPARE(hot.defaultModel, std::string("gpt"));
        QVERIFY(hot.openMode);
        QVERIFY(hot.unpricedModels == HotSettings::UnpricedModels::Block);
        QCOMPARE(hot.reserveOutputTokens, 100U);
        QCOMPARE(hot.maxAttempts, 7U);
        QCOMPARE(hot.keepAlivePing, std::chrono::milliseconds{5000});
        QCOMPARE(hot.contact, std::string("zoe"));

        const HotSettings defaults = snapshotOf({})->settings();
        const HotSettings declared;
        QCOMPARE(defaults.openMode, declared.openMode);
        QVERIFY(defaults.unpricedModels == declared.unpricedModels);
        QCOMPARE(defaults.reserveOutputTokens, declared.reserveOutputTokens);
        QCOMPARE(defaults.maxAttempts, declared.maxAttempts);
        QCOMPARE(defaults.keepAlivePing, declared.keepAlivePing);
    }

    void theHubHandsOutTheLastSnapshot()
    {
        SnapshotHub hub;
        QVERIFY(!hub.current());
        QCOMPARE(hub.version(), std::uint64_t{0});
        hub.publish(m_snapshot);
        QCOMPARE(hub.version(), std::uint64_t{42});
        const auto held = hub.current();
        hub.publish(snapshotOf({}, 43));
        QCOMPARE(hub.current()->version(), std::uint64_t{43});
        QCOMPARE(held->version(), std::uint64_t{42});
    }

    void readersNeverSeeAVersionBeforeItsSnapshot()
    {
        SnapshotHub hub;
        hub.publish(snapshotOf({}, 1));
        constexpr std::uint64_t kLast = 2000;
        std::atomic<int> behind{0};
        const auto read = [&] {
            std::uint64_t seen = 0;
            while (seen < kLast) {
                const std::uint64_t version = hub.version();
                const std::uint64_t now = hub.current()->version();
                behind += now < version || now < seen;
                seen = now;
            }
        };
        std::thread first(read);
        std::thread second(read);
        for (std::uint64_t version = 2; version <= kLast; ++version)
            hub.publish(snapshotOf({}, version));
        first.join();
        second.join();
        QCOMPARE(behind.load(), 0);
    }
};

LANYARD_TEST(tst_Snapshot)
#include "tst_Snapshot.moc"
