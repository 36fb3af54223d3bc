#include "support/TestMain.h"
#include "tokens/WellFormedText.h"

using namespace lanyard;

class tst_WellFormedText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goodTextIsNotCopied()
    {
        std::string scratch;
        const std::string_view text = "caf\xC3\xA9 \xF0\x9F\x91\x8D";
        QCOMPARE(static_cast<const void*>(wellFormedText(text, scratch).data()), static_cast<const void*>(text.data()));
        QVERIFY(scratch.empty());
    }

    // Unicode 16.0, tables 3-8 to 3-11; a star is U+FFFD.
    void replacesEachMaximalPart_data()
    {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("table 3-8") << QByteArray("61f1808 0e180c262806380bf64") << QByteArray("a***b*c**d");
        QTest::newRow("overlong forms") << QByteArray("c0afe080bff0818241") << QByteArray("********A");
        QTest::newRow("surrogates") << QByteArray("eda080edbfbfedaf41") << QByteArray("********A");
        QTest::newRow("other ill-formed") << QByteArray("f4919293ff4180bf42") << QByteArray("*****A**B");
        QTest::newRow("cut short") << QByteArray("e18 0e2f09192f1bf41") << QByteArray("****A");
        QTest::newRow("cut at the end") << QByteArray("61f09f91") << QByteArray("a*");
        QTest::newRow("a lead byte at the end") << QByteArray("61e2") << QByteArray("a*");
        QTest::newRow("beyond the last code point") << QByteArray("f490808041") << QByteArray("****A");
    }
    void replacesEachMaximalPart()
    {
        QFETCH(QByteArray, hex);
        QFETCH(QByteArray, expected);
        std::string scratch;
        const std::string text = QByteArray::fromHex(hex).toStdString();
        QCOMPARE(QByteArray::fromStdString(std::string(wellFormedText(text, scratch))),
                 expected.replace("*", "\xEF\xBF\xBD"));
    }
};

LANYARD_TEST(tst_WellFormedText)
#include "tst_WellFormedText.moc"
