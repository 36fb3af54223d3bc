#include "gui/models/Endpoint.h"

#include "support/TestMain.h"

using lanyard::Endpoint;

class tst_Endpoint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void urlIsWhatClientsCanReach_data()
    {
        QTest::addColumn<QStringList>("listen");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("local");
        QTest::addColumn<bool>("lan");
        QTest::newRow("loopback") << QStringList{QStringLiteral("http://127.0.0.1:11480")}
                                  << QStringLiteral("http://127.0.0.1:11480/v1")
                                  << QStringLiteral("http://127.0.0.1:11480/v1") << false;
        QTest::newRow("loopback v6") << QStringList{QStringLiteral("http://[::1]:11480")}
                                     << QStringLiteral("http://[::1]:11480/v1")
                                     << QStringLiteral("http://[::1]:11480/v1") << false;
        QTest::newRow("all addresses") << QStringList{QStringLiteral("http://0.0.0.0:11480")}
                                       << QStringLiteral("http://192.168.1.20:11480/v1")
                                       << QStringLiteral("http://127.0.0.1:11480/v1") << true;
        QTest::newRow("all addresses v6")
            << QStringList{QStringLiteral("http://[::]:11480")} << QStringLiteral("http://192.168.1.20:11480/v1")
            << QStringLiteral("http://127.0.0.1:11480/v1") << true;
        QTest::newRow("one address") << QStringList{QStringLiteral("https://10.0.0.5:443")}
                                     << QStringLiteral("https://10.0.0.5:443/v1")
                                     << QStringLiteral("https://10.0.0.5:443/v1") << true;
        QTest::newRow("both") << QStringList{QStringLiteral("http://127.0.0.1:11480"),
                                             QStringLiteral("http://10.0.0.5:11480")}
                              << QStringLiteral("http://10.0.0.5:11480/v1")
                              << QStringLiteral("http://10.0.0.5:11480/v1") << true;
    }
    void urlIsWhatClientsCanReach()
    {
        QFETCH(QStringList, listen);
        const Endpoint endpoint = Endpoint::from(listen, {QStringLiteral("192.168.1.20")});
        QVERIFY(endpoint.isValid());
        QTEST(endpoint.url.toString(), "url");
        QTEST(endpoint.local.toString(), "local");
        QTEST(endpoint.scope == Endpoint::Scope::Lan, "lan");
    }

    void withoutAnAddressThereIsNoUrl_data()
    {
        QTest::addColumn<QStringList>("listen");
        QTest::newRow("nothing") << QStringList();
        QTest::newRow("nonsense") << QStringList{QStringLiteral("nonsense")};
    }
    void withoutAnAddressThereIsNoUrl()
    {
        QFETCH(QStringList, listen);
        QVERIFY(!Endpoint::from(listen, {}).isValid());
    }

    void allAddressesOfAComputerWithoutNetworkIsLoopback()
    {
        const Endpoint endpoint = Endpoint::from({QStringLiteral("http://0.0.0.0:11480")}, {});
        QCOMPARE(endpoint.url.toString(), QStringLiteral("http://127.0.0.1:11480/v1"));
    }
};

LANYARD_TEST(tst_Endpoint)
#include "tst_Endpoint.moc"
