#include "HttpClient.h"
#include "ServiceProcess.h"
#include "support/FakeProvider.h"
#include "support/TestMain.h"

#include <csignal>

using namespace lanyard;
using namespace lanyard::test;
using namespace Qt::StringLiterals;

/// The service asked to end at every kind of moment, over and over: it always ends by itself and cleanly.
class tst_StartStop : public QObject
{
    Q_OBJECT

    static constexpr int kRounds = 6;

    static QStringList arguments(const ServiceProcess& service, const QStringList& more)
    {
        return QStringList{u"serve"_s, u"--data-dir"_s, service.dataDir(), u"--listen"_s, u"127.0.0.1:0"_s, u"--admin-socket"_s,
                           service.socket(), u"--workers"_s, u"2"_s} + more;
    }

    /// Before its handlers are there, a signal ends any program at once; a crash is something else.
    static bool endedCleanly(const QProcess& process)
    {
        return process.exitStatus() == QProcess::NormalExit ? process.exitCode() == 0 : process.exitCode() == SIGTERM;
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    /// A little later each time: the moments lie all over the start.
    void whileItStarts()
    {
        const ServiceProcess names(*m_folder);
        for (int round = 0; round < 5 * kRounds; ++round) {
            QProcess process;
            process.start(QStringLiteral(LANYARD_PROGRAM), arguments(names, {u"--demo"_s}));
            QVERIFY(process.waitForStarted());
            process.waitForReadyRead(5 * round);
            process.terminate();
            QVERIFY(process.waitForFinished(30'000));
            QVERIFY2(endedCleanly(process), process.readAllStandardError());
        }
    }

    void asSoonAsItListens()
    {
        ServiceProcess service(*m_folder);
        for (int round = 0; round < kRounds; ++round) {
            QVERIFY2(service.start({u"--workers"_s, u"2"_s}), service.errors());
            QCOMPARE(service.stop(), 0);
        }
    }

    void withRequestsInFlight_data()
    {
        QTest::addColumn<bool>("twice");
        QTest::newRow("they may end") << false;
        QTest::newRow("asked twice: they are broken off") << true;
    }
    void withRequestsInFlight()
    {
        QFETCH(bool, twice);
        FakeProvider provider;
        FakeChat slow;
        slow.pieceDelay = std::chrono::milliseconds(30);
        provider.setChat(slow);
        ServiceProcess service(*m_folder);
        for (int round = 0; round < kRounds; ++round) {
            QVERIFY2(service.start({u"--workers"_s, u"2"_s}), service.errors());
            QCOMPARE(service.apply(documentFor(provider)).exitCode, 0);
            HttpClient client;
            std::vector<std::unique_ptr<QNetworkReply>> replies;
            for (int i = 0; i < 6; ++i)
                replies.push_back(client.begin(service.url() + u"/v1/chat/completions"_s, kKey, chat(i % 2 == 0)));
            QTRY_VERIFY(replies[static_cast<std::size_t>(round % 3) * 2]->bytesAvailable() > 0);
            service.terminate();
            if (twice)
                service.terminate();
            QCOMPARE(service.waitForEnd(), 0);
        }
    }

    void withTheOwnerAtWork()
    {
        ServiceProcess service(*m_folder);
        for (int round = 0; round < kRounds; ++round) {
            QVERIFY2(service.start({u"--workers"_s, u"2"_s}), service.errors());
            std::vector<std::unique_ptr<QProcess>> owners;
            for (const QString& command : {u"status"_s, u"export"_s, u"usage"_s, u"requests"_s}) {
                owners.push_back(std::make_unique<QProcess>());
                owners.back()->start(QStringLiteral(LANYARD_PROGRAM), {u"--admin-socket"_s, service.socket(), command});
            }
            QVERIFY(owners[static_cast<std::size_t>(round) % owners.size()]->waitForFinished(30'000));
            service.terminate();
            QCOMPARE(service.waitForEnd(), 0);
            for (const auto& owner : owners) {
                QVERIFY(owner->state() == QProcess::NotRunning || owner->waitForFinished(30'000));
                QVERIFY2(owner->exitStatus() == QProcess::NormalExit, owner->readAllStandardError());
            }
        }
    }

private:
    static constexpr auto kKey = "sk-lan-0123456789abcdef0123456789abcdef";

    static QByteArray documentFor(const FakeProvider& provider)
    {
        return "providers: [{name: fake, kind: openai, base_url: \"" + QByteArray::fromStdString(provider.baseUrl()) +
               "\", credentials: [{name: main, key: sk-up}]}]\n"
               "models: [{name: m, routes: [{provider: fake, model: m}]}]\n"
               "users: [{name: alice, keys: [{name: k, key: " + QByteArray(kKey) + "}]}]\n";
    }

    static QByteArray chat(bool stream)
    {
        return QByteArray(R"({"model":"m","messages":[{"role":"user","content":"hi"}],"stream":)") + (stream ? "true}" : "false}");
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

LANYARD_TEST(tst_StartStop)
#include "tst_StartStop.moc"
