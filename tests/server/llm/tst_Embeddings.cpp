#include "llm/Embeddings.h"
#include "support/TestMain.h"

using namespace lanyard;

class tst_Embeddings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersBecomeFloatsAndComeBack_data()
    {
        QTest::addColumn<QByteArray>("list");
        QTest::addColumn<QByteArray>("base64");
        QTest::newRow("none") << QByteArray("[]") << QByteArray();
        QTest::newRow("one") << QByteArray("[1]") << QByteArray("AACAPw==");
        QTest::newRow("several") << QByteArray("[1,0.5,-2]") << QByteArray("AACAPwAAAD8AAADA");
        QTest::newRow("small") << QByteArray("[1e-30]") << QByteArray("YEKiDQ==");
        QTest::newRow("not short") << QByteArray("[0.0023064255]") << QByteArray("ZicXOw==");
    }
    void numbersBecomeFloatsAndComeBack()
    {
        QFETCH(QByteArray, list);
        QFETCH(QByteArray, base64);
        QCOMPARE(QByteArray::fromStdString(base64OfVector(list.toStdString())), base64);
        QCOMPARE(QByteArray::fromStdString(*vectorOfBase64(base64.toStdString())), list);
    }

    void spacesAndTooSmallNumbersAreNoTrouble()
    {
        QCOMPARE(QByteArray::fromStdString(base64OfVector("[ 1 ,\n 1e-400 ]")), QByteArray("AACAPwAAAAA="));
    }

    void whatIsNoListOfFloatsIsRefused()
    {
        QVERIFY(!vectorOfBase64("AACA"));     // three bytes
        QVERIFY(!vectorOfBase64("!"));
        QVERIFY(!vectorOfBase64("AADAfw==")); // not a number
    }
};

LANYARD_TEST(tst_Embeddings)
#include "tst_Embeddings.moc"
