#include "app/ServeOptions.h"
#include "support/TestMain.h"

using namespace lanyard;
using namespace Qt::StringLiterals;

class tst_ServeOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAddresses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("address");
        QTest::addColumn<int>("port");
        QTest::newRow("v4") << QByteArray("127.0.0.1:11480") << u"127.0.0.1"_s << 11480;
        QTest::newRow("any port") << QByteArray("192.168.1.7:0") << u"192.168.1.7"_s << 0;
        QTest::newRow("v6") << QByteArray("[::1]:8080") << u"::1"_s << 8080;
        QTest::newRow("every address") << QByteArray(":80") << QHostAddress(QHostAddress::Any).toString() << 80;
        QTest::newRow("star") << QByteArray("*:80") << QHostAddress(QHostAddress::Any).toString() << 80;
        QTest::newRow("name of this machine") << QByteArray("localhost:1") << u"127.0.0.1"_s << 1;
    }
    void readsAddresses()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, address);
        QFETCH(int, port);
        const Result<ListenAddress> parsed = ListenAddress::parse(text.toStdString());
        QVERIFY(parsed);
        QCOMPARE(parsed->address.toString(), address);
        QCOMPARE(int(parsed->port), port);
    }

    void refusesWhatIsNoAddress_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"", "11480", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:80x", "example:80"})
            QTest::newRow(*text ? text : "empty") << QByteArray(text);
    }
    void refusesWhatIsNoAddress()
    {
        QFETCH(QByteArray, text);
        const Result<ListenAddress> parsed = ListenAddress::parse(text.toStdString());
        QVERIFY(!parsed);
        QVERIFY(parsed.error().message.find("127.0.0.1:11480") != std::string::npos);
    }
};

LANYARD_TEST(tst_ServeOptions)
#include "tst_ServeOptions.moc"
