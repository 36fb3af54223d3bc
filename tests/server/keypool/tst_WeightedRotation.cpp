#include "keypool/AdaptiveWeight.h"
#include "keypool/WeightedRotation.h"
#include "support/Steps.h"
#include "support/TestMain.h"

#include <random>
#include <string>

using namespace lanyard;
using namespace lanyard::test;

namespace {

/// The plain algorithm, a loop over all.
struct NaiveRotation
{
    struct Member
    {
        bool in = false;
        std::int64_t weight = 0;
        std::int64_t credit = 0;
    };
    std::vector<Member> members;

    int next()
    {
        int best = -1;
        std::int64_t total = 0;
        for (std::size_t i = 0; i < members.size(); ++i) {
            if (!members[i].in)
                continue;
            members[i].credit += members[i].weight;
            total += members[i].weight;
            if (best < 0 || members[i].credit > members[static_cast<std::size_t>(best)].credit)
                best = static_cast<int>(i);
        }
        if (best >= 0)
            members[static_cast<std::size_t>(best)].credit -= total;
        return best;
    }
};

std::string sequence(const std::vector<std::uint32_t>& weights, int turns)
{
    WeightedRotation rotation(weights.size());
    for (Slot slot = 0; slot < weights.size(); ++slot)
        rotation.add(slot, weights[slot]);
    std::string text;
    for (int i = 0; i < turns; ++i) {
        const Slot front = *rotation.front();
        rotation.take(front);
        text += static_cast<char>('a' + front);
    }
    return text;
}

} // namespace

class tst_WeightedRotation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTurnsAreSmooth_data()
    {
        QTest::addColumn<QList<int>>("weights");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("5/1/1") << QList<int>{5, 1, 1} << QByteArray("aabacaaaabacaa");
        QTest::newRow("equal") << QList<int>{1, 1, 1} << QByteArray("abcabc");
        QTest::newRow("2/1") << QList<int>{2, 1} << QByteArray("abaaba");
        QTest::newRow("one") << QList<int>{7} << QByteArray("aaa");
        QTest::newRow("0 waits until nobody else is there") << QList<int>{0, 3} << QByteArray("bbbb");
        QTest::newRow("only 0") << QList<int>{0, 0} << QByteArray("aa");
    }
    void theTurnsAreSmooth()
    {
        QFETCH(QList<int>, weights);
        QFETCH(QByteArray, expected);
        std::vector<std::uint32_t> list(weights.begin(), weights.end());
        QCOMPARE(QByteArray::fromStdString(sequence(list, static_cast<int>(expected.size()))), expected);
    }

    void whoWasAwayComesBackWithTheCreditItHad()
    {
        WeightedRotation rotation(2);
        rotation.add(0, 1);
        rotation.add(1, 1);
        rotation.take(0);
        rotation.remove(1);
        for (int i = 0; i < 1000; ++i)
            rotation.take(*rotation.front());
        rotation.add(1, 1);
        std::string text;
        for (int i = 0; i < 6; ++i) {
            const Slot front = *rotation.front();
            rotation.take(front);
            text += static_cast<char>('a' + front);
        }
        QCOMPARE(text, std::string("bababa")); // no burst to make up for the time away
    }

    void equalsThePlainAlgorithmThroughRandomHistories()
    {
        std::mt19937_64 random(propertySeed());
        constexpr std::size_t kSlots = 12;
        WeightedRotation rotation(kSlots);
        NaiveRotation naive;
        naive.members.resize(kSlots);
        for (int step = 0; step < propertySteps(); ++step) {
            const Slot slot = static_cast<Slot>(random() % kSlots);
            const std::uint32_t weight = static_cast<std::uint32_t>(random() % 3 == 0 ? random() % 1000 : random() % 4);
            NaiveRotation::Member& member = naive.members[slot];
            switch (random() % 10) {
            case 0:
                if (!member.in) {
                    rotation.add(slot, weight);
                    member.in = true;
                    member.weight = weight;
                }
                break;
            case 1:
                rotation.remove(slot);
                member.in = false;
                break;
            case 2:
                rotation.setWeight(slot, weight);
                if (member.in)
                    member.weight = weight;
                break;
            default: {
                const std::optional<Slot> front = rotation.front();
                const int expected = naive.next();
                QVERIFY2((front ? static_cast<int>(*front) : -1) == expected, qPrintable(QString::number(step)));
                if (front)
                    rotation.take(*front);
            }
            }
            QCOMPARE(rotation.credit(slot), member.credit);
            QCOMPARE(rotation.contains(slot), member.in);
        }
    }

    void aWeightFallsByHalvesAndRisesByOnes()
    {
        AdaptiveWeight weight;
        weight.configure(20);
        std::vector<std::uint32_t> seen;
        for (int i = 0; i < 6; ++i) {
            weight.fail();
            seen.push_back(weight.value());
        }
        QCOMPARE(seen, (std::vector<std::uint32_t>{10, 5, 2, 1, 1, 1}));
        for (int i = 0; i < 30; ++i)
            weight.succeed();
        QCOMPARE(weight.value(), 20U);
        weight.configure(5);
        QCOMPARE(weight.value(), 5U);
        weight.fail();
        weight.configure(50); // more is owed to it, but its penalty stays
        QCOMPARE(weight.value(), 2U);
        weight.reset();
        QCOMPARE(weight.value(), 50U);
        weight.configure(0);
        weight.fail();
        weight.succeed();
        QCOMPARE(weight.value(), 0U);
    }
};

LANYARD_TEST(tst_WeightedRotation)
#include "tst_WeightedRotation.moc"
