#include "gateway/KeptItems.h"
#include "support/TestMain.h"

using namespace lanyard;
using namespace std::chrono_literals;

namespace {

const UserId kAlice{1};
const UserId kBob{2};
const SteadyTime kNow{1h};

} // namespace

class tst_KeptItems : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachCallerFindsOnlyItsOwn()
    {
        KeptItems items;
        items.keep(kAlice, "fc_1", "{\"a\":1}", kNow);
        QVERIFY(items.find(kAlice, "fc_1", kNow) == "{\"a\":1}");
        QVERIFY(!items.find(kBob, "fc_1", kNow));
        QVERIFY(!items.find(kAlice, "fc_2", kNow));
    }

    void theNewestOfOneIdCounts()
    {
        KeptItems items;
        items.keep(kAlice, "fc_1", "old", kNow);
        const std::size_t bytes = items.bytes();
        items.keep(kAlice, "fc_1", "new", kNow);
        QVERIFY(items.find(kAlice, "fc_1", kNow) == "new");
        QCOMPARE(items.bytes(), bytes);
    }

    void isForgottenAnHourAfterTheLastUse()
    {
        KeptItems items;
        items.keep(kAlice, "fc_1", "x", kNow);
        QVERIFY(items.find(kAlice, "fc_1", kNow + 50min));
        QVERIFY(items.find(kAlice, "fc_1", kNow + 100min));
        QVERIFY(!items.find(kAlice, "fc_1", kNow + 160min));
        QCOMPARE(items.bytes(), std::size_t{0});
    }

    void whatWasNotUsedForLongestMakesRoom()
    {
        KeptItems items(10'000);
        const std::string thousand(1'000, 'x');
        for (int i = 0; i < 8; ++i)
            items.keep(kAlice, "fc_" + std::to_string(i), thousand, kNow);
        QVERIFY(items.find(kAlice, "fc_0", kNow)); // now used later than fc_1
        items.keep(kAlice, "fc_8", thousand, kNow);
        QVERIFY(items.find(kAlice, "fc_0", kNow));
        QVERIFY(!items.find(kAlice, "fc_1", kNow));
        QVERIFY(items.bytes() <= 10'000);
    }

    void oneConversationDoesNotPushOutTheOthers()
    {
        KeptItems items(10'000);
        items.keep(kAlice, "fc_1", "x", kNow);
        items.keep(kBob, "resp_1", std::string(9'000, 'x'), kNow);
        QVERIFY(items.find(kAlice, "fc_1", kNow));
        QVERIFY(!items.find(kBob, "resp_1", kNow));
    }
};

LANYARD_TEST(tst_KeptItems)
#include "tst_KeptItems.moc"
