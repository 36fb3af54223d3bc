#include "store/ConfigTables.h"

#include "StoreDoubles.h"
#include "store/IdCounters.h"
#include "store/Migrator.h"
#include "support/FakeClock.h"
#include "support/TestMain.h"

#include <QFile>
#include <QTemporaryDir>

using namespace lanyard;
using namespace lanyard::test;

class tst_ConfigTables : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_temporary;
    std::unique_ptr<Database> m_database;
    FakeClock m_clock;
    Vault m_vault{MasterKey::generate()};

    Result<void> save(const Configuration& before, const Configuration& after)
    {
        Result<Transaction> transaction = Transaction::begin(*m_database);
        Result<void> saved = ConfigTables(*m_database, m_vault, m_clock).save(before, after);
        return saved ? transaction->commit() : saved;
    }
    Configuration load() { return ConfigTables(*m_database, m_vault, m_clock).load()->configuration; }
    static CredentialConfig credential(unsigned id, const std::string& name, const std::string& key)
    {
        CredentialConfig c;
        c.id = {id};
        c.name = name;
        c.key = Secret(key);
        c.keyPrefix = "sk";
        return c;
    }
    static Configuration oneCredential(const std::string& key)
    {
        Configuration c;
        c.providers.push_back({});
        c.providers[0].id = {1};
        c.providers[0].name = "p";
        c.providers[0].credentials.push_back(credential(1, "main", key));
        return c;
    }

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        const std::filesystem::path folder = m_temporary->path().toStdString();
        m_database = *openMigrated(folder / "lanyard.db", MigrationSet::mainDatabase(folder), m_clock);
        m_vault.unlock(MasterKey::generate());
    }
    void cleanup() { m_database.reset(); }

    void whatIsSavedComesBackEqual_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 60; ++seed)
            QTest::addRow("seed %llu", seed) << seed;
    }
    void whatIsSavedComesBackEqual()
    {
        QFETCH(quint64, seed);
        RandomConfiguration random(seed);
        Configuration before;
        Configuration after = random.make();
        for (int step = 0; step < 5; ++step) {
            const Result<void> saved = save(before, after);
            QVERIFY2(saved, saved ? "" : (saved.error().message + saved.error().detail).c_str());
            const Configuration loaded = load();
            QVERIFY(loaded == after);
            before = loaded;
            after = random.mutate(loaded);
        }
        QVERIFY(save(before, {}));
        QVERIFY(load() == Configuration{});
    }

    void secretsAreSealedAndUnchangedOnesAreNotWrittenAgain()
    {
        const Configuration c = oneCredential("sk-upstream-secret");
        QVERIFY(save({}, c));
        auto sealed = [&] {
            auto rows = m_database->query("SELECT key_sealed FROM credentials");
            return *rows->next() ? rows->blob(0) : QByteArray();
        };
        const QByteArray blob = sealed();
        QVERIFY(!blob.isEmpty() && !blob.contains("sk-upstream-secret"));
        Configuration changed = c;
        changed.providers[0].credentials[0].weight = 9;
        QVERIFY(save(c, changed));
        QCOMPARE(sealed(), blob);
        changed.providers[0].credentials[0].key = Secret("other");
        QVERIFY(save(c, changed));
        QVERIFY(sealed() != blob);
    }

    void removedObjectsKeepTheirNamesAndLoseTheirSecrets()
    {
        Configuration c = oneCredential("sk-upstream-secret");
        c.users.push_back({});
        c.users[0].id = {1};
        c.users[0].name = "alice";
        c.users[0].keys.push_back({{1}, "laptop", {1, 2, 3}, "sk-lan-0123", true, false, {}, {}, {}, {}});
        QVERIFY(save({}, c));
        QVERIFY(save(c, {}));
        QCOMPARE(*m_database->number("SELECT count(*) FROM users WHERE name = 'alice' AND archived_ms IS NOT NULL"), std::int64_t{1});
        QCOMPARE(*m_database->number("SELECT count(*) FROM credentials WHERE name = 'main' AND key_sealed IS NULL"), std::int64_t{1});
        QCOMPARE(*m_database->number("SELECT count(*) FROM api_keys WHERE name = 'laptop' AND hash IS NULL"), std::int64_t{1});
        // The same name and the same key again are new objects.
        c.users[0].id = {2};
        c.users[0].keys[0].id = {2};
        c.providers.clear();
        QVERIFY(save({}, c));
        QVERIFY(load() == c);
        QCOMPARE(*m_database->number("SELECT count(*) FROM users WHERE name = 'alice'"), std::int64_t{2});
    }

    void aLockedVaultLoadsTheRestAndKeepsWhatItCannotRead()
    {
        const Configuration c = oneCredential("sk-upstream-secret");
        QVERIFY(save({}, c));
        const Vault unlocked = m_vault;
        m_vault = Vault();
        const Configuration locked = load();
        QVERIFY(!locked.providers[0].credentials[0].key);
        QCOMPARE(locked.providers[0].credentials[0].keyPrefix, std::string("sk"));

        Configuration changed = locked;
        changed.providers[0].credentials[0].weight = 5;
        QVERIFY(save(locked, changed)); // what needs no secret still works
        Configuration withSecret = changed;
        withSecret.providers[0].credentials[0].key = Secret("new");
        const Result<void> refused = save(changed, withSecret);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Locked);

        m_vault = unlocked;
        const Configuration opened = load();
        QVERIFY(opened.providers[0].credentials[0].key == Secret("sk-upstream-secret"));
        QCOMPARE(opened.providers[0].credentials[0].weight, 5U);
    }

    void aBlobMovedToAnotherRowDoesNotOpen()
    {
        Configuration c = oneCredential("first");
        c.providers[0].credentials.push_back(credential(2, "second", "second"));
        QVERIFY(save({}, c));
        QVERIFY(m_database->run("UPDATE credentials SET key_sealed = (SELECT key_sealed FROM credentials WHERE id = 1) WHERE id = 2"));
        const auto loaded = ConfigTables(*m_database, m_vault, m_clock).load();
        QVERIFY(loaded->configuration.providers[0].credentials[0].key == Secret("first"));
        QVERIFY(!loaded->configuration.providers[0].credentials[1].key);
        QCOMPARE(loaded->warnings.size(), std::size_t{1});
    }

    void namesThatReferToNothingAreRefused()
    {
        Configuration c = oneCredential("x");
        c.models.push_back({});
        c.models[0].id = {1};
        c.models[0].name = "m";
        c.models[0].routes.push_back({{1}, "nobody", "m", 0, 1, true});
        const Result<void> refused = save({}, c);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
        QVERIFY(load() == Configuration{});
    }

    void idsGoOnWhereTheyStopped()
    {
        IdCounters ids = *IdCounters::load(*m_database);
        QCOMPARE(ids.next(ObjectKind::User), 1U);
        QCOMPARE(ids.next(ObjectKind::User), 2U);
        QCOMPARE(ids.next(ObjectKind::ApiKey), 1U);
        QVERIFY(ids.save(*m_database));
        IdCounters again = *IdCounters::load(*m_database);
        QCOMPARE(again.next(ObjectKind::User), 3U);
        QCOMPARE(again.next(ObjectKind::Provider), 1U);
    }
};

LANYARD_TEST(tst_ConfigTables)
#include "tst_ConfigTables.moc"
