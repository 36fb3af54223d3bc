#include "support/TestMain.h"
#include "upstream/PublicAddress.h"

using namespace lanyard;

class tst_PublicAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyThePublicInternetIsPublic_data()
    {
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<bool>("isPublic");
        for (const char* inside : {"127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.127.255.255",
                                   "192.0.0.8", "198.18.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "64:ff9b::7f00:1",
                                   "2002:7f00:1::", "2001:db8::1", "::ffff:10.0.0.1", "::127.0.0.1"})
            QTest::newRow(inside) << QByteArray(inside) << false;
        for (const char* outside : {"1.1.1.1", "9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0", "192.167.255.255", "223.255.255.255",
                                    "2606:4700::1111", "2a00:1450:4001::200e", "::ffff:8.8.8.8"})
            QTest::newRow(outside) << QByteArray(outside) << true;
    }
    void onlyThePublicInternetIsPublic()
    {
        QFETCH(QByteArray, address);
        QFETCH(bool, isPublic);
        const auto range = IpRange::parse({address.constData(), static_cast<std::size_t>(address.size())});
        QVERIFY(range);
        QCOMPARE(isPublicAddress(range->address), isPublic);
    }
};

LANYARD_TEST(tst_PublicAddress)
#include "tst_PublicAddress.moc"
