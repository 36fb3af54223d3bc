#include "config/IpRange.h"

#include "support/TestMain.h"

using namespace lanyard;

class tst_IpRange : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBlockHoldsItsAddressesAndNoOther_data()
    {
        QTest::addColumn<QByteArray>("block");
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<bool>("inside");
        QTest::newRow("the address itself") << QByteArray("192.168.1.7") << QByteArray("192.168.1.7") << true;
        QTest::newRow("its neighbour") << QByteArray("192.168.1.7") << QByteArray("192.168.1.8") << false;
        QTest::newRow("first of a block") << QByteArray("192.168.1.0/24") << QByteArray("192.168.1.0") << true;
        QTest::newRow("last of a block") << QByteArray("192.168.1.0/24") << QByteArray("192.168.1.255") << true;
        QTest::newRow("behind a block") << QByteArray("192.168.1.0/24") << QByteArray("192.168.2.0") << false;
        QTest::newRow("a block that ends inside of a byte") << QByteArray("10.4.0.0/14") << QByteArray("10.7.255.255") << true;
        QTest::newRow("behind it") << QByteArray("10.4.0.0/14") << QByteArray("10.8.0.0") << false;
        QTest::newRow("everywhere") << QByteArray("0.0.0.0/0") << QByteArray("203.0.113.7") << true;
        QTest::newRow("every IPv4 is no IPv6") << QByteArray("0.0.0.0/0") << QByteArray("2001:db8::1") << false;
        QTest::newRow("IPv6") << QByteArray("2001:db8::/33") << QByteArray("2001:db8:7fff::1") << true;
        QTest::newRow("behind the IPv6 block") << QByteArray("2001:db8::/33") << QByteArray("2001:db8:8000::1") << false;
        QTest::newRow("IPv4 in IPv6") << QByteArray("192.168.1.0/24") << QByteArray("::ffff:192.168.1.9") << true;
    }
    void aBlockHoldsItsAddressesAndNoOther()
    {
        QFETCH(QByteArray, block);
        QFETCH(QByteArray, address);
        const auto range = IpRange::parse(block.toStdString());
        const auto one = IpRange::parse(address.toStdString());
        QVERIFY(range && one);
        QTEST(range->contains(one->address), "inside");
    }

    void whatIsNoBlockIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"", "localhost", "192.168.1", "192.168.1.0/33", "192.168.1.0/-1", "192.168.1.0/", "192.168.1.0/x", "2001:db8::/129", "/24",
                                 "192.168.1.7 ", "1.2.3.4.5", "300.1.1.1"})
            QTest::newRow(*text ? text : "nothing") << QByteArray(text);
    }
    void whatIsNoBlockIsRefused()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!IpRange::parse(text.toStdString()));
    }
};

LANYARD_TEST(tst_IpRange)
#include "tst_IpRange.moc"
