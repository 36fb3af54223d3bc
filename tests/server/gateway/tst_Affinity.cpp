#include "GatewayBench.h"
#include "gateway/Affinity.h"
#include "support/TestMain.h"

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

const std::string kAnswer = R"({"id":"x","choices":[{"message":{"content":"hello"}}],"usage":{"prompt_tokens":10,"completion_tokens":5}})";

std::string message(std::string_view role, std::string_view content)
{
    return "{\"role\":\"" + std::string(role) + "\",\"content\":\"" + std::string(content) + "\"}";
}

std::string request(const std::string& messages, const std::string& more = {})
{
    return "{\"model\":\"gpt\",\"messages\":[" + messages + "]" + more + "}";
}

std::string turn(int number, std::string_view about)
{
    std::string messages;
    for (int i = 0; i <= number; ++i)
        messages += (i == 0 ? "" : "," + message("assistant", "yes") + ",") + message("user", std::string(about) + std::to_string(i));
    return request(messages);
}

} // namespace

class tst_Affinity : public QObject
{
    Q_OBJECT

    /// Five credentials of equal weight at "one".
    struct Bench : GatewayBench
    {
        Bench()
        {
            Configuration c = wide();
            publish(std::move(c));
        }
        static Configuration wide()
        {
            Configuration c = configuration();
            for (std::uint32_t id = 10; id < 13; ++id) {
                CredentialConfig more = c.providers[0].credentials[0];
                more.id = {id};
                more.name = "c" + std::to_string(id);
                more.key = Secret("sk-provider-" + more.name);
                c.providers[0].credentials.push_back(more);
            }
            return c;
        }
        /// The key that served it.
        std::string ask(std::string body, std::string_view user = "alice")
        {
            (void)send(std::move(body), user);
            const std::string key(upstream.last().request.headers.value("authorization"));
            upstream.last().answer(200, kAnswer);
            return key;
        }
    };

private Q_SLOTS:
    void aConversationStaysWithItsCredential()
    {
        Bench bench;
        const std::string home = bench.ask(turn(0, "a"));
        (void)bench.ask(turn(0, "b"));
        for (int i = 1; i < 6; ++i)
            QCOMPARE(bench.ask(turn(i, "a")), home);
        QVERIFY(bench.journal.texts.back().explanation.find("which served this conversation before") != std::string::npos);
    }

    void freshConversationsKeepToTheWeights()
    {
        Bench bench;
        std::map<std::string, int> share;
        for (int i = 0; i < 50; ++i)
            ++share[bench.ask(turn(0, "same words"))];
        QCOMPARE(share.size(), std::size_t{5});
        for (const auto& [key, count] : share)
            QCOMPARE(count, 10);
    }

    void aLargePromptStaysFromTheFirstTurnOn()
    {
        Bench bench;
        const std::string system = message("system", std::string(5'000, 'x'));
        const auto ask = [&](int i) { return bench.ask(request(system + "," + message("user", std::to_string(i)))); };
        const std::string home = ask(0);
        for (int i = 1; i < 5; ++i)
            QCOMPARE(ask(i), home);
    }

    void anExplicitKeyDecides_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("field");
        QTest::newRow("prompt_cache_key") << QByteArray() << QByteArray(",\"prompt_cache_key\":\"k1\"");
        QTest::newRow("session header") << QByteArray("session_id") << QByteArray();
        QTest::newRow("another session header") << QByteArray("X-Session-Id") << QByteArray();
    }
    void anExplicitKeyDecides()
    {
        QFETCH(QByteArray, header);
        QFETCH(QByteArray, field);
        Bench bench;
        if (!header.isEmpty())
            bench.requestHeaders.add(header.toStdString(), "s1");
        const auto ask = [&](int i) {
            return bench.ask(request(message("user", std::to_string(i)), field.toStdString()));
        };
        const std::string home = ask(0);
        for (int i = 1; i < 5; ++i)
            QCOMPARE(ask(i), home);
    }

    void othersConversationsAreNotJoined()
    {
        Bench bench;
        const std::string home = bench.ask(turn(0, "a"));
        (void)bench.ask(turn(1, "a"));
        QVERIFY(bench.ask(turn(1, "a"), "bob") != home);
    }

    void whoCannotBeHadIsReplacedAndTheConversationMovesOn()
    {
        Bench bench;
        const std::string home = bench.ask(turn(0, "a"));
        (void)bench.send(turn(1, "a"));
        QCOMPARE(bench.upstream.last().request.headers.value("authorization"), std::string_view(home));
        bench.upstream.last().answer(429, "{}");
        const std::string next(bench.upstream.last().request.headers.value("authorization"));
        QVERIFY(next != home);
        bench.upstream.last().answer(200, kAnswer);
        QCOMPARE(bench.ask(turn(2, "a")), next);
    }

    void aModelMayGoWithoutIt()
    {
        Bench bench;
        Configuration c = Bench::wide();
        c.models[0].affinity = false;
        bench.publish(std::move(c));
        std::map<std::string, int> share;
        for (int i = 0; i < 10; ++i)
            ++share[bench.ask(turn(i, "a"))];
        QCOMPARE(share.size(), std::size_t{5});
    }

    void aBetterPriorityIsBetterThanAWarmCache()
    {
        GatewayBench bench;
        (void)bench.send(turn(0, "x"));
        for (int i = 0; i < 2; ++i)
            bench.upstream.last().end(UpstreamEnd::Kind::Network, "refused");
        QVERIFY(bench.upstream.last().request.url.find("two.test") != std::string::npos);
        bench.upstream.last().answer(200, kAnswer);
        bench.pool.reset({});
        (void)bench.send(turn(1, "x"));
        QVERIFY(bench.upstream.last().request.url.find("one.test") != std::string::npos);
    }

    void oldOnesAreForgotten()
    {
        AffinityTable table;
        const SteadyTime start = SteadyTime{} + 1h;
        ConversationKeys keys{{7}, {7}};
        table.remember(keys, {{1}, {2}}, start);
        QVERIFY(table.find(keys, start + AffinityTable::kWarm - 1ms));
        QVERIFY(!table.find(keys, start + AffinityTable::kWarm));
        for (std::uint64_t i = 0; i < 600'000; ++i)
            table.remember({{}, {i}}, {{1}, {2}}, start);
        QVERIFY(!table.find(keys, start)); // there is a bound
    }
};

LANYARD_TEST(tst_Affinity)
#include "tst_Affinity.moc"
