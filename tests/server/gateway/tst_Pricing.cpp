#include "GatewayBench.h"
#include "gateway/PictureCount.h"
#include "support/TestMain.h"

using namespace lanyard;
using namespace lanyard::test;

namespace {

const std::string kChat = R"({"model":"gpt","messages":[{"role":"user","content":"hi"}]})";
const std::string kAnswer = R"({"id":"x","choices":[{"message":{"content":"hello"}}],"usage":{"prompt_tokens":10,"completion_tokens":5}})";

const JournalRecord* attemptIn(const MemoryJournal& journal)
{
    for (const JournalRecord& record : journal.records) {
        if (record.kind == JournalKind::Attempt)
            return &record;
    }
    return nullptr;
}

} // namespace

/// What an exchange costs whom, beyond tokens at one price.
class tst_Pricing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void picturesAreCountedAndPaidByThePicture()
    {
        GatewayBench bench;
        Configuration c = GatewayBench::configuration();
        c.models[0].price = Price{};
        c.models[0].price->image = Money::fromNano(40'000'000);
        c.models[0].price->perCall = Money::fromNano(1'000'000);
        bench.publish(std::move(c));
        const auto client = bench.send(R"({"model":"gpt","prompt":"a lighthouse","n":3})", "alice", "/v1/images/generations");
        QCOMPARE(bench.governor.balance({1})->nano(), std::int64_t{10'000'000'000});
        bench.upstream.last().answer(200, R"({"created":1,"data":[{"url":"a"},{"url":"b"}]})"); // two of three came
        QCOMPARE(client->status, 200);
        QCOMPARE(int{bench.journal.settled()->usage.images}, 2);
        QCOMPARE(bench.journal.settled()->cost.nano(), std::int64_t{81'000'000});
        QCOMPARE(bench.governor.balance({1})->nano(), std::int64_t{10'000'000'000 - 81'000'000});
    }

    void picturesThatCannotBePaidForAreRefused()
    {
        GatewayBench bench;
        Configuration c = GatewayBench::configuration();
        c.models[0].price = Price{};
        c.models[0].price->image = Money::fromNano(5'000'000'000);
        bench.publish(std::move(c));
        QCOMPARE(bench.send(R"({"model":"gpt","prompt":"x","n":3})", "alice", "/v1/images/generations")->status, 402);
        QVERIFY(bench.upstream.calls.empty());
    }

    void whatIsNoListOfPicturesHasNone_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<int>("pictures");
        QTest::newRow("two") << QByteArray(R"({"data":[{},{}]})") << 2;
        QTest::newRow("none") << QByteArray(R"({"data":[]})") << 0;
        QTest::newRow("no list") << QByteArray(R"({"data":{}})") << 0;
        QTest::newRow("nothing") << QByteArray("not json") << 0;
        QTest::newRow("more than one byte counts") << QByteArray("{\"data\":[" + QByteArray("1,").repeated(400) + "1]}") << 255;
    }
    void whatIsNoListOfPicturesHasNone()
    {
        QFETCH(QByteArray, answer);
        QTEST(int{picturesIn(answer.toStdString())}, "pictures");
    }

    void thePriceOfTheMomentCounts()
    {
        GatewayBench bench;
        Configuration c = GatewayBench::configuration();
        DatedPrice later{bench.clock.wall() + std::chrono::hours{1}, {}};
        later.price.input = Money::fromNano(7'000'000'000);
        c.models[0].price->changes = {later};
        bench.publish(std::move(c));
        (void)bench.send(kChat);
        bench.clock.advance(std::chrono::hours{2}); // begun before, settled after: the price it began with
        bench.upstream.last().answer(200, kAnswer);
        QCOMPARE(bench.journal.settled()->cost.nano(), std::int64_t{10 * 1'000 + 5 * 2'000});
        bench.journal.records.clear();
        (void)bench.send(kChat);
        bench.upstream.last().answer(200, kAnswer);
        QCOMPARE(bench.journal.settled()->cost.nano(), std::int64_t{10 * 7'000});
    }

    void whatTheProviderBillsIsItsOwnPrice()
    {
        GatewayBench bench;
        Configuration c = GatewayBench::configuration();
        Price bills;
        bills.input = Money::fromNano(300'000'000);
        bills.output = Money::fromNano(600'000'000);
        c.models[0].routes[0].upstreamPrice = bills;
        bench.publish(std::move(c));
        (void)bench.send(kChat, "bob"); // pays twice the price
        bench.upstream.last().answer(200, kAnswer);
        QCOMPARE(bench.journal.settled()->cost.nano(), std::int64_t{2 * (10 * 1'000 + 5 * 2'000)});
        QCOMPARE(attemptIn(bench.journal)->upstreamCost.nano(), std::int64_t{10 * 300 + 5 * 600});
    }
};

LANYARD_TEST(tst_Pricing)
#include "tst_Pricing.moc"
