#include "config/Price.h"
#include "support/TestMain.h"

using namespace lanyard;

namespace {

Money usd(std::string_view text)
{
    return Money::parse(text).value();
}

} // namespace

class tst_Price : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bucketsWithoutAPriceTakeTheirNeighbours()
    {
        Price price;
        price.input = usd("2.00");
        price.output = usd("8.00");
        QCOMPARE(price.perMillion(TokenBucket::CachedInput).nano(), usd("2.00").nano());
        QCOMPARE(price.perMillion(TokenBucket::CacheWrite1h).nano(), usd("2.00").nano());
        QCOMPARE(price.perMillion(TokenBucket::Reasoning).nano(), usd("8.00").nano());
        QCOMPARE(price.perMillion(TokenBucket::AudioInput).nano(), usd("2.00").nano());
        QCOMPARE(price.perMillion(TokenBucket::AudioOutput).nano(), usd("8.00").nano());
        price.cacheWrite5m = usd("2.50");
        QCOMPARE(price.perMillion(TokenBucket::CacheWrite1h).nano(), usd("2.50").nano());
        price.cachedInput = Money();
        QCOMPARE(price.perMillion(TokenBucket::CachedInput).nano(), std::int64_t{0});
    }

    void longPromptsHaveTheirTiersPrice()
    {
        Price price;
        price.input = usd("1.25");
        price.output = usd("10.00");
        price.cachedInput = usd("0.125");
        price.tiers.push_back({200'000, usd("2.50"), usd("15.00"), {}, {}, {}, {}, {}, {}});
        price.tiers.push_back({1'000'000, {}, {}, usd("1.00"), {}, {}, {}, {}, {}});
        Usage usage;
        usage[TokenBucket::Input] = 100'000;
        usage[TokenBucket::CachedInput] = 100'000;
        usage[TokenBucket::Output] = 1'000'000;
        QCOMPARE(costOf(usage, price, 1'000'000).nano(), usd("10.1375").nano()); // exactly 200,000: still below
        usage[TokenBucket::Input] += 1;                                           // the whole prompt counts, cached or not
        QCOMPARE(costOf(usage, price, 1'000'000).nano(), usd("15.2625025").nano());
        usage[TokenBucket::Input] = 1'000'000;
        QCOMPARE(costOf(usage, price, 1'000'000).nano(), usd("17.60").nano()); // what a tier leaves out stays
        QCOMPARE(costOf(usage, price, 2'000'000).nano(), usd("35.20").nano());
    }

    void aPriceChangesOnItsDate()
    {
        const WallTime newYear{std::chrono::sys_days{std::chrono::January / 1 / 2027}};
        Price price;
        price.input = usd("1.00");
        DatedPrice later{newYear, {}};
        later.price.input = usd("2.00");
        DatedPrice last{newYear + std::chrono::hours{24}, {}};
        last.price.input = usd("3.00");
        price.changes = {later, last};
        QCOMPARE(price.at(newYear - std::chrono::milliseconds{1}).input.nano(), usd("1.00").nano());
        QCOMPARE(price.at(newYear).input.nano(), usd("2.00").nano());
        QCOMPARE(price.at(newYear + std::chrono::hours{24}).input.nano(), usd("3.00").nano());
        QVERIFY(price != Price{price.at(newYear)});
    }

    void picturesCostByThePicture()
    {
        Price price;
        price.image = usd("0.04");
        price.perCall = usd("0.01");
        Usage usage;
        usage.images = 3;
        QCOMPARE(costOf(usage, price, 1'000'000).nano(), usd("0.13").nano());
        QCOMPARE(costOf(usage, price, 1'500'000).nano(), usd("0.195").nano());
        QVERIFY(!usage.nothing() && usage.total() == 0);
    }

    void costIsExactAndRoundedOncePerBucket()
    {
        Price price;
        price.input = usd("2.50");
        price.output = usd("10.00");
        price.cachedInput = usd("1.25");
        price.perCall = usd("0.001");
        Usage usage;
        usage[TokenBucket::Input] = 100;
        usage[TokenBucket::CachedInput] = 50;
        usage[TokenBucket::Output] = 20;
        QCOMPARE(costOf(usage, price, 1'000'000).toString(), std::string("0.001512500"));
        QCOMPARE(costOf(usage, price, 1'500'000).toString(), std::string("0.002268750"));
        QCOMPARE(costOf(usage, price, 0).toString(), std::string("0.000000000"));

        // Half a nano-dollar rounds up, in each bucket for itself.
        Price tiny;
        tiny.input = Money::fromNano(500'000);
        tiny.output = Money::fromNano(499'999);
        Usage one;
        one[TokenBucket::Input] = 1;
        one[TokenBucket::Output] = 1;
        QCOMPARE(costOf(one, tiny, 1'000'000).nano(), std::int64_t{1});
    }
};

LANYARD_TEST(tst_Price)
#include "tst_Price.moc"
