#include "HttpClient.h"
#include "ServiceProcess.h"
#include "support/FakeProvider.h"
#include "support/TestCertificate.h"
#include "support/TestMain.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QUuid>

#include <signal.h>

using namespace lanyard;
using namespace lanyard::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kKey = "sk-lan-0123456789abcdef0123456789abcdef";
const QByteArray kUpstreamKey = "sk-upstream-4f3a2b1c0d9e8f7a6b5c";

QByteArray configFor(const FakeProvider& provider)
{
    return "version: 1\n"
           "providers:\n"
           "  - name: fake\n"
           "    kind: openai\n"
           "    base_url: " + QByteArray::fromStdString(provider.baseUrl()) + "\n"
           "    credentials:\n"
           "      - {name: main, key: " + kUpstreamKey + "}\n"
           "models:\n"
           "  - name: gpt-4o\n"
           "    aliases: [fast]\n"
           "    routes: [{provider: fake, model: upstream-4o}]\n"
           "    price: {input: \"2.50\", output: \"10.00\", cached_input: \"1.25\"}\n"
           "users:\n"
           "  - name: alice\n"
           "    balance: \"10.00\"\n"
           "    keys:\n"
           "      - {name: laptop, key: " + kKey + "}\n";
}

QByteArray chat(bool stream)
{
    return QByteArray(R"({"temperature":0.50,"model":"fast","messages":[{"role":"user","content":"hi"}],"x_unknown":{"b":1,"a":2},"stream":)")
        + (stream ? "true}" : "false}");
}

QJsonObject usageRow(const ServiceProcess& service, const QString& by = u"user"_s)
{
    return service.run({u"usage"_s, u"--by"_s, by, u"--json"_s}).json().value(u"rows"_s).toArray().first().toObject();
}

/// `lanyard requests --json`: one object a line.
QList<QJsonObject> requestRows(const ServiceProcess& service, int limit = 1000)
{
    QList<QJsonObject> rows;
    const auto output = service.run({u"requests"_s, u"--json"_s, u"--limit"_s, QString::number(limit)});
    for (const QByteArray& line : output.out.split('\n')) {
        if (!line.trimmed().isEmpty())
            rows.append(QJsonDocument::fromJson(line).object());
    }
    return rows;
}

bool anyFileHolds(const QString& folder, const QByteArray& needle)
{
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(needle))
            return true;
    }
    return false;
}

} // namespace

class tst_Service : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aChatIsRelayedUnchangedMeteredAndBooked()
    {
        FakeProvider provider;
        FakeChat words;
        words.promptTokens = 1000;
        words.cachedTokens = 400;
        words.completionTokens = 500;
        provider.setChat(words);
        ServiceProcess service(*m_folder);
        QVERIFY2(service.start({u"--workers"_s, u"2"_s}), service.errors());
        QCOMPARE(service.apply(configFor(provider)).exitCode, 0);

        HttpClient client;
        const QString url = service.url() + u"/v1/chat/completions"_s;
        const auto plain = client.post(url, kKey, chat(false));
        QCOMPARE(plain.status, 200);
        QCOMPARE(QByteArray::fromStdString(provider.lastRequest().body), chat(false).replace("\"fast\"", "\"upstream-4o\""));
        QCOMPARE(QByteArray::fromStdString(std::string(provider.lastRequest().headers.value("authorization"))), "Bearer " + kUpstreamKey);

        const auto stream = client.post(url, kKey, chat(true), {{"X-Request-Id", "stream-1"}});
        QCOMPARE(stream.status, 200);
        QVERIFY(stream.body.endsWith("data: [DONE]\n\n"));
        QVERIFY2(!stream.body.contains("\"prompt_tokens\""), "the client did not ask for the usage event");
        QVERIFY(QByteArray::fromStdString(provider.lastRequest().body).contains(R"("x_unknown":{"b":1,"a":2},"stream":true,"stream_options":{"include_usage":true}})"));

        // 600 at 2.50 + 400 at 1.25 + 500 at 10.00 USD per million, twice.
        const QJsonObject row = usageRow(service);
        QCOMPARE(row.value(u"user"_s).toString(), u"alice"_s);
        QCOMPARE(row.value(u"requests"_s).toInt(), 2);
        QCOMPARE(row.value(u"input_tokens"_s).toInt(), 2000);
        QCOMPARE(row.value(u"cached_input_tokens"_s).toInt(), 800);
        QCOMPARE(row.value(u"output_tokens"_s).toInt(), 1000);
        QCOMPARE(row.value(u"cost"_s).toString(), u"0.014000000"_s);
        QCOMPARE(service.run({u"user"_s, u"show"_s, u"alice"_s, u"--json"_s}).json().value(u"balance"_s).toString(), u"9.986000000"_s);

        const QList<QJsonObject> rows = requestRows(service);
        QCOMPARE(rows.size(), 2);
        for (const QString& key : {u"id"_s, u"request_id"_s, u"time"_s, u"user"_s, u"key"_s, u"model"_s, u"provider"_s, u"credential"_s, u"status"_s,
                                   u"outcome"_s, u"input_tokens"_s, u"output_tokens"_s, u"cost"_s, u"attempts"_s})
            QVERIFY2(rows.first().contains(key), qPrintable(key));
        QCOMPARE(std::count_if(rows.begin(), rows.end(), [](const QJsonObject& r) { return r.value(u"request_id"_s).toString() == u"stream-1"_s; }),
                 std::ptrdiff_t(1));

        for (const QByteArray& secret : {kKey, kUpstreamKey})
            QVERIFY(!anyFileHolds(service.dataDir(), secret));
        QCOMPARE(service.stop(), 0);
        for (const QByteArray& secret : {kKey, kUpstreamKey})
            QVERIFY(!anyFileHolds(service.dataDir(), secret));
    }

    void aSecondStartChangesNothing()
    {
        FakeProvider provider;
        ServiceProcess service(*m_folder);
        QVERIFY2(service.start(), service.errors());
        QCOMPARE(service.apply(configFor(provider)).exitCode, 0);
        HttpClient client;
        QCOMPARE(client.post(service.url() + u"/v1/chat/completions"_s, kKey, chat(false)).status, 200);
        const QByteArray exported = service.run({u"export"_s}).out;
        const QJsonObject usage = usageRow(service);
        QCOMPARE(service.stop(), 0);

        QVERIFY2(service.start(), service.errors());
        QCOMPARE(service.run({u"export"_s}).out, exported);
        QCOMPARE(usageRow(service), usage);
        QCOMPARE(client.post(service.url() + u"/v1/chat/completions"_s, kKey, chat(false)).status, 200);
    }

    void aBrokenApplyChangesNothingAndNamesTheLine()
    {
        FakeProvider provider;
        ServiceProcess service(*m_folder);
        QVERIFY2(service.start(), service.errors());
        QCOMPARE(service.apply(configFor(provider)).exitCode, 0);
        const QByteArray before = service.run({u"export"_s}).out;
        const auto broken = service.apply(configFor(provider).replace("name: alice", "name: bob").replace("aliases:", "alias:"));
        QCOMPARE(broken.exitCode, 1);
        QVERIFY2(broken.err.contains("line 10") && broken.err.contains("models[0]"), broken.err);
        QCOMPARE(service.run({u"export"_s}).out, before);
        QCOMPARE(service.apply(configFor(provider).replace("name: alice", "name: bob").replace(kKey, "sk-lan-ffffffffffffffffffffffffffffffff"), {u"--dry-run"_s}).exitCode, 0);
        QCOMPARE(service.run({u"export"_s}).out, before);
    }

    void aStopLetsARunningStreamEnd()
    {
        FakeProvider provider;
        FakeChat slow;
        slow.pieceDelay = std::chrono::milliseconds(100);
        provider.setChat(slow);
        ServiceProcess service(*m_folder);
        QVERIFY2(service.start(), service.errors());
        QCOMPARE(service.apply(configFor(provider)).exitCode, 0);
        HttpClient client;
        const auto reply = client.begin(service.url() + u"/v1/chat/completions"_s, kKey, chat(true));
        QTRY_VERIFY(reply->bytesAvailable() > 0);
        service.terminate();
        QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), 20'000);
        QVERIFY(reply->readAll().endsWith("data: [DONE]\n\n"));
        QCOMPARE(service.waitForEnd(), 0);
    }

    void providersAreReachedOverVerifiedTls()
    {
        FakeProvider provider(FakeProvider::Transport::Tls);
        ServiceProcess distrustful(*m_folder, u"a"_s);
        QVERIFY2(distrustful.start(), distrustful.errors());
        QCOMPARE(distrustful.apply(configFor(provider)).exitCode, 0);
        HttpClient client;
        QCOMPARE(client.post(distrustful.url() + u"/v1/chat/completions"_s, kKey, chat(false)).status, 502);
        QCOMPARE(provider.requestCount(), std::size_t{0});
        QCOMPARE(distrustful.stop(), 0);

        ServiceProcess trusting(*m_folder, u"b"_s);
        QVERIFY2(trusting.start({u"--upstream-ca"_s, TestCertificate::instance().certificateFile()}), trusting.errors());
        QCOMPARE(client.post(trusting.url() + u"/v1/chat/completions"_s, kKey, chat(false)).status, 200);
    }

    void whatAClientSawCompleteIsBookedOnceAfterKillMinusNine()
    {
        FakeProvider provider;
        ServiceProcess service(*m_folder);
        QVERIFY2(service.start({u"--workers"_s, u"2"_s}), service.errors());
        QCOMPARE(service.apply(configFor(provider)).exitCode, 0);
        constexpr int kRounds = 5;
        constexpr int kRequests = 40;
        QSet<QString> seen;
        for (int round = 0; round < kRounds; ++round) {
            HttpClient client;
            const QString url = service.url() + u"/v1/chat/completions"_s;
            std::vector<std::pair<QString, std::unique_ptr<QNetworkReply>>> running;
            for (int i = 0; i < kRequests; ++i) {
                const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
                running.emplace_back(id, client.begin(url, kKey, chat(i % 2 == 0), {{"X-Request-Id", id.toUtf8()}}));
            }
            const auto finished = [&] {
                return std::count_if(running.begin(), running.end(), [](const auto& r) { return r.second->isFinished(); });
            };
            QTRY_VERIFY_WITH_TIMEOUT(finished() >= 5 + round * 5, 30'000);
            service.kill();
            QTRY_COMPARE_WITH_TIMEOUT(finished(), std::ptrdiff_t(kRequests), 30'000);
            for (const auto& [id, reply] : running) {
                const QByteArray body = reply->readAll();
                const bool plainWhole = reply->error() == QNetworkReply::NoError && QJsonDocument::fromJson(body).isObject();
                if (plainWhole || body.endsWith("data: [DONE]\n\n"))
                    seen.insert(id);
            }
            QVERIFY2(service.start({u"--workers"_s, u"2"_s}), service.errors());
        }
        QHash<QString, int> booked;
        int ok = 0;
        for (const QJsonObject& row : requestRows(service)) {
            ++booked[row.value(u"request_id"_s).toString()];
            ok += row.value(u"outcome"_s).toString() == u"ok"_s;
        }
        QVERIFY(seen.size() >= kRounds * 5);
        for (const QString& id : seen)
            QCOMPARE(booked.value(id), 1);
        for (const int times : booked)
            QCOMPARE(times, 1);
        QCOMPARE(usageRow(service).value(u"requests"_s).toInt(), ok);
    }

    void aStartThatCannotBeSaysWhyInOneLine()
    {
        ServiceProcess first(*m_folder, u"first"_s);
        QVERIFY2(first.start(), first.errors());
        ServiceProcess sameFolder(*m_folder, u"second"_s);
        QVERIFY(!sameFolder.start());
        QCOMPARE(sameFolder.waitForEnd(), 1);
        QVERIFY2(sameFolder.errors().contains("is using") && sameFolder.errors().count('\n') == 1, sameFolder.errors());

        const QTemporaryDir other;
        ServiceProcess samePort(other);
        QVERIFY(!samePort.start({u"--listen"_s, first.url().mid(7)}));
        QCOMPARE(samePort.waitForEnd(), 1);
        QVERIFY2(samePort.errors().contains("in use") && samePort.errors().count('\n') == 1, samePort.errors());
    }

    void aFileGivenAtStartIsAppliedAgainWhenItChanges()
    {
        FakeProvider provider;
        const QString path = m_folder->filePath(u"lanyard.yaml"_s);
        const auto write = [&](const QByteArray& text) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text);
        };
        write(configFor(provider));
        ServiceProcess service(*m_folder);
        QVERIFY2(service.start({u"--config"_s, path}), service.errors());
        HttpClient client;
        QCOMPARE(client.post(service.url() + u"/v1/chat/completions"_s, kKey, chat(false)).status, 200);
        write(configFor(provider) + "      - {name: phone, key: sk-lan-00000000000000000000000000000000}\n");
        QTRY_COMPARE_WITH_TIMEOUT(client.post(service.url() + u"/v1/chat/completions"_s, "sk-lan-00000000000000000000000000000000", chat(false)).status, 200, 10'000);
        write("version: 1\nusers: [{nme: x}]\n");
        QTRY_VERIFY_WITH_TIMEOUT(anyFileHolds(service.dataDir() + u"/logs"_s, "was not applied, the old one stays"), 10'000);
        QCOMPARE(client.post(service.url() + u"/v1/chat/completions"_s, kKey, chat(false)).status, 200);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

LANYARD_TEST(tst_Service)
#include "tst_Service.moc"
