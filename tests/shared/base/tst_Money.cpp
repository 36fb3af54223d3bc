#include "base/Money.h"
#include "support/TestMain.h"

#include <limits>

using namespace lanyard;

class tst_Money : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parsesAndPrintsExactly_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("nano");
        QTest::addColumn<QByteArray>("printed");
        QTest::newRow("whole") << QByteArray("12") << qint64{12'000'000'000} << QByteArray("12.000000000");
        QTest::newRow("price") << QByteArray("2.50") << qint64{2'500'000'000} << QByteArray("2.500000000");
        QTest::newRow("negative") << QByteArray("-0.5") << qint64{-500'000'000} << QByteArray("-0.500000000");
        QTest::newRow("smallest") << QByteArray("0.000000001") << qint64{1} << QByteArray("0.000000001");
        QTest::newRow("largest") << QByteArray("9223372036.854775807") << std::numeric_limits<qint64>::max()
                                 << QByteArray("9223372036.854775807");
    }
    void parsesAndPrintsExactly()
    {
        QFETCH(QByteArray, text);
        QFETCH(qint64, nano);
        QFETCH(QByteArray, printed);
        const Result<Money> money = Money::parse(text.toStdString());
        QVERIFY(money);
        QCOMPARE(money->nano(), nano);
        QCOMPARE(QByteArray::fromStdString(money->toString()), printed);
    }

    void refusesWhatIsNoAmount_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"", "-", ".5", "5.", "1,5", "1e3", "+1", " 1", "0.0000000001", "9223372036.854775808", "99999999999", "--1"})
            QTest::newRow(*text ? text : "empty") << QByteArray(text);
    }
    void refusesWhatIsNoAmount()
    {
        QFETCH(QByteArray, text);
        const Result<Money> money = Money::parse(text.toStdString());
        QVERIFY(!money);
        QCOMPARE(money.error().code, ErrorCode::InvalidArgument);
    }

    void shortFormLosesNothing()
    {
        QCOMPARE(Money::fromNano(10'000'000'000).toShortString(), std::string("10.00"));
        QCOMPARE(Money::fromNano(1'234'000).toShortString(), std::string("0.001234"));
        QCOMPARE(Money::fromNano(std::numeric_limits<std::int64_t>::min()).toShortString(), std::string("-9223372036.854775808"));
    }

    void productsAreRoundedHalfUpThrough128Bits()
    {
        QCOMPARE(mulDivRound(1, 1, 2), std::int64_t{1});
        QCOMPARE(mulDivRound(-1, 1, 2), std::int64_t{-1});
        QCOMPARE(mulDivRound(1, 49, 100), std::int64_t{0});
        // 5 billion tokens at 150 USD per million: the product is far beyond 64 bits.
        QCOMPARE(mulDivRound(5'000'000'000, 150'000'000'000, 1'000'000), std::int64_t{750'000'000'000'000});
        QCOMPARE(mulDivRound(std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::max(), 1),
                 std::numeric_limits<std::int64_t>::max());
    }
};

LANYARD_TEST(tst_Money)
#include "tst_Money.moc"
