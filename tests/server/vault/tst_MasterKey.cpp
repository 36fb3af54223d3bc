#include "vault/MasterKey.h"

#include "support/TestMain.h"
#include "vault/MasterKeyFinder.h"
#include "vault/PrivateFile.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTimer>

#include <map>

using namespace lanyard;

namespace {

/// A keychain in memory; it can be missing, or silent.
class FakeKeychain final : public Keychain
{
public:
    enum class Mood { Answers, Missing, Silent, RefusesToWrite };

    void read(const std::string& entry, QObject& context, std::function<void(Result<std::optional<Secret>>)> done) override
    {
        ++reads;
        if (mood == Mood::Silent)
            return;
        QTimer::singleShot(0, &context, [this, entry, done = std::move(done)] {
            if (mood == Mood::Missing)
                done(Error{ErrorCode::Unavailable, "no keychain"});
            else
                done(entries.contains(entry) ? std::optional(entries.at(entry)) : std::nullopt);
        });
    }
    void write(const std::string& entry, const Secret& secret, QObject& context, std::function<void(Result<void>)> done) override
    {
        QTimer::singleShot(0, &context, [this, entry, secret, done = std::move(done)] {
            if (mood == Mood::RefusesToWrite) {
                done(Error{ErrorCode::Unavailable, "refused"});
                return;
            }
            entries[entry] = secret;
            done({});
        });
    }

    Mood mood = Mood::Answers;
    std::map<std::string, Secret> entries;
    int reads = 0;
};

} // namespace

class tst_MasterKey : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    std::filesystem::path file() const { return std::filesystem::path(m_folder->path().toStdString()) / "master.key"; }
    MasterKeyFinder::Request request(std::optional<MasterKeyId> expected = std::nullopt) const
    {
        return {file(), "inst", std::move(expected), std::chrono::milliseconds{5'000}, std::chrono::milliseconds{1}};
    }
    void writeFile(const QByteArray& bytes) const
    {
        QFile out(QString::fromStdString(file().string()));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(bytes);
        out.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void fileIsMadeOnceAndPrivate()
    {
        const Result<MasterKey> made = openMasterKeyFile(file(), std::nullopt);
        QVERIFY(made);
        QCOMPARE(std::filesystem::file_size(file()), std::uintmax_t{32});
#if !defined(Q_OS_WIN)
        QCOMPARE(std::filesystem::status(file()).permissions(), std::filesystem::perms{0600});
#endif
        const Result<MasterKey> again = openMasterKeyFile(file(), made->id());
        QVERIFY(again);
        QVERIFY(again->reveal() == made->reveal());
        QVERIFY(std::distance(std::filesystem::directory_iterator(m_folder->path().toStdString()), {}) == 1); // no leftovers
    }

    void noOtherKeyIsMadeForADatabaseThatNamesOne()
    {
        const Result<MasterKey> missing = openMasterKeyFile(file(), MasterKeyId("00112233aabbccdd"));
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::Locked);
        QVERIFY(!std::filesystem::exists(file()));
    }

    void anotherKeysFileIsRefused()
    {
        QVERIFY(openMasterKeyFile(file(), std::nullopt));
        QCOMPARE(openMasterKeyFile(file(), MasterKeyId("00112233aabbccdd")).error().code, ErrorCode::Locked);
    }

    void brokenFilesAreRefused()
    {
        writeFile("too short");
        QCOMPARE(openMasterKeyFile(file(), std::nullopt).error().code, ErrorCode::Corrupt);
        writeFile(QByteArray(33, 'x'));
        QCOMPARE(openMasterKeyFile(file(), std::nullopt).error().code, ErrorCode::Corrupt);
    }

#if !defined(Q_OS_WIN)
    void aFileThatOthersMayReadIsRefused()
    {
        QVERIFY(openMasterKeyFile(file(), std::nullopt));
        std::filesystem::permissions(file(), std::filesystem::perms{0640});
        const Result<MasterKey> key = openMasterKeyFile(file(), std::nullopt);
        QVERIFY(!key);
        QCOMPARE(key.error().code, ErrorCode::Forbidden);
        QVERIFY(key.error().message.find("chmod 600") != std::string::npos);
    }
#endif

    void anExistingFileIsNeverReplaced()
    {
        writeFile("precious");
        const Result<void> written = createPrivateFile(file(), "other");
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::Conflict);
        QCOMPARE(**readPrivateFile(file()), QByteArray("precious"));
    }

    void idTellsKeysApartAndIsStable()
    {
        const std::optional<MasterKey> key = MasterKey::fromBytes(QByteArray(32, '\x01'));
        QVERIFY(key);
        QCOMPARE(key->id().size(), std::size_t{16});
        QCOMPARE(key->id(), MasterKey::fromBytes(QByteArray(32, '\x01'))->id());
        QVERIFY(key->id() != MasterKey::fromBytes(QByteArray(32, '\x02'))->id());
        QVERIFY(!MasterKey::fromBytes(QByteArray(31, 'x')));
    }

    void newDatabaseGetsItsKeyFromWhereTheSessionHasOne_data()
    {
        QTest::addColumn<int>("mood");
        QTest::addColumn<bool>("inFile");
        QTest::newRow("keychain") << int(FakeKeychain::Mood::Answers) << false;
        QTest::newRow("no keychain") << int(FakeKeychain::Mood::Missing) << true;
        QTest::newRow("read-only keychain") << int(FakeKeychain::Mood::RefusesToWrite) << true;
    }
    void newDatabaseGetsItsKeyFromWhereTheSessionHasOne()
    {
        QFETCH(int, mood);
        QFETCH(bool, inFile);
        FakeKeychain keychain;
        keychain.mood = static_cast<FakeKeychain::Mood>(mood);
        std::optional<MasterKey> found;
        MasterKeyFinder finder(keychain, request());
        finder.start([&](MasterKey key) { found = key; }, [](const Error& e) { QFAIL(e.message.c_str()); });
        QTRY_VERIFY(found);
        QCOMPARE(std::filesystem::exists(file()), inFile);
        QCOMPARE(keychain.entries.size(), std::size_t(inFile ? 0 : 1));

        // The next start finds the same key in the same place.
        std::optional<MasterKey> again;
        MasterKeyFinder next(keychain, request(found->id()));
        next.start([&](MasterKey key) { again = key; }, [](const Error& e) { QFAIL(e.message.c_str()); });
        QTRY_VERIFY(again);
        QVERIFY(again->reveal() == found->reveal());
    }

    void silentKeychainIsLeftAtTheDeadline()
    {
        FakeKeychain keychain;
        keychain.mood = FakeKeychain::Mood::Silent;
        MasterKeyFinder::Request wanted = request();
        wanted.deadline = std::chrono::milliseconds{1};
        std::optional<MasterKey> found;
        MasterKeyFinder finder(keychain, wanted);
        finder.start([&](MasterKey key) { found = key; }, [](const Error& e) { QFAIL(e.message.c_str()); });
        QTRY_VERIFY(found);
        QVERIFY(std::filesystem::exists(file()));
    }

    void lockedUntilTheKeychainAnswersAndNeverAnotherKey_data()
    {
        QTest::addColumn<int>("mood");
        QTest::newRow("no keychain") << int(FakeKeychain::Mood::Missing);
        QTest::newRow("silent") << int(FakeKeychain::Mood::Silent);
        QTest::newRow("entry missing") << int(FakeKeychain::Mood::Answers);
    }
    void lockedUntilTheKeychainAnswersAndNeverAnotherKey()
    {
        QFETCH(int, mood);
        FakeKeychain keychain;
        std::optional<MasterKey> original;
        MasterKeyFinder maker(keychain, request());
        maker.start([&](MasterKey key) { original = key; }, [](const Error& e) { QFAIL(e.message.c_str()); });
        QTRY_VERIFY(original);
        const auto entries = keychain.entries;

        keychain.mood = static_cast<FakeKeychain::Mood>(mood);
        keychain.entries.clear();
        MasterKeyFinder::Request wanted = request(original->id());
        wanted.deadline = std::chrono::milliseconds{1};
        std::optional<MasterKey> found;
        int locked = 0;
        MasterKeyFinder finder(keychain, wanted);
        finder.start([&](MasterKey key) { found = key; },
                     [&](const Error& e) {
                         QCOMPARE(e.code, ErrorCode::Locked);
                         ++locked;
                     });
        QTRY_VERIFY(locked >= 3);
        QVERIFY(!found);
        QVERIFY(!std::filesystem::exists(file()));
        QVERIFY(keychain.entries.empty());

        keychain.mood = FakeKeychain::Mood::Answers;
        keychain.entries = entries;
        QTRY_VERIFY(found);
        QVERIFY(found->reveal() == original->reveal());
    }

    void foreignKeychainEntryDoesNotUnlock()
    {
        FakeKeychain keychain;
        keychain.entries["master-key-inst"] = Secret(std::string(64, 'a'));
        int locked = 0;
        MasterKeyFinder finder(keychain, request(MasterKeyId("00112233aabbccdd")));
        finder.start([](MasterKey) { QFAIL("must stay locked"); }, [&](const Error&) { ++locked; });
        QTRY_VERIFY(locked >= 1);
        QVERIFY(keychain.entries.at("master-key-inst") == Secret(std::string(64, 'a')));
    }

    void systemKeychainAnswersOneWayOrTheOther()
    {
        // Headless machines have none: then this is the proof that it says so instead of hanging or falling back to clear text.
        SystemKeychain keychain;
        QObject context;
        int answers = 0;
        keychain.read("lanyard-test-entry-that-does-not-exist", context, [&](const Result<std::optional<Secret>>& entry) {
            ++answers;
            QVERIFY(!entry || !entry->has_value());
        });
        QTRY_COMPARE(answers, 1);
    }
};

LANYARD_TEST(tst_MasterKey)
#include "tst_MasterKey.moc"
