#include "config/BaseUrl.h"
#include "config/ConfigReference.h"
#include "config/IpRange.h"
#include "config/TextRules.h"
#include "settings/SettingsCatalogue.h"
#include "support/TestMain.h"

using namespace lanyard;

/// The rules for single texts: URLs, addresses, names, headers; and the page that describes them.
class tst_ConfigTexts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void baseUrlGetsTheVersionPathOnlyWithoutAPath_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("completed");
        QTest::newRow("none") << QByteArray("https://api.openai.com") << QByteArray("https://api.openai.com/v1");
        QTest::newRow("slash") << QByteArray("https://api.openai.com/") << QByteArray("https://api.openai.com/v1");
        QTest::newRow("slashes") << QByteArray("http://h:1//") << QByteArray("http://h:1/v1");
        QTest::newRow("given") << QByteArray("http://h/v1/") << QByteArray("http://h/v1");
        QTest::newRow("other") << QByteArray("http://h/api/paas/v4") << QByteArray("http://h/api/paas/v4");
        QTest::newRow("empty") << QByteArray("") << QByteArray("");
        QTest::newRow("no url") << QByteArray("localhost:8080") << QByteArray("localhost:8080");
    }
    void baseUrlGetsTheVersionPathOnlyWithoutAPath()
    {
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, completed);
        const std::string once = completedBaseUrl(ProviderKind::OpenAi, url.toStdString());
        QCOMPARE(QByteArray::fromStdString(once), completed);
        QCOMPARE(completedBaseUrl(ProviderKind::OpenAi, once), once);
    }

    void baseUrls_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<bool>("fine");
        for (const char* url : {"http://127.0.0.1:4001/v1", "https://api.example.com", "https://[::1]:8443/v1", "HTTP://x/v1", "https://b\xC3\xBC" "cher.example/v1"})
            QTest::newRow(url) << QByteArray(url) << true;
        for (const char* url : {"", "x", "localhost:8080", "//x/v1", "http://", "http://x:0/v1", "http://x:65536/v1", "http://x y/v1", "http://x/v1\n",
                                "http://u@x/v1", "http://x/v1?", "http://x/v1#a", "javascript:alert(1)", "file:///etc/passwd", "http://x/a b"})
            QTest::newRow(*url ? url : "empty") << QByteArray(url) << false;
    }
    void baseUrls()
    {
        QFETCH(QByteArray, url);
        QFETCH(bool, fine);
        QCOMPARE(baseUrlProblem(url.toStdString()).empty(), fine);
    }

    void addressesAndBlocks_data()
    {
        QTest::addColumn<QByteArray>("block");
        QTest::addColumn<QByteArray>("inside");
        QTest::addColumn<QByteArray>("outside");
        QTest::newRow("one") << QByteArray("10.0.0.1") << QByteArray("10.0.0.1") << QByteArray("10.0.0.2");
        QTest::newRow("/24") << QByteArray("192.168.1.5/24") << QByteArray("192.168.1.255") << QByteArray("192.168.2.0");
        QTest::newRow("/25") << QByteArray("192.168.1.0/25") << QByteArray("192.168.1.127") << QByteArray("192.168.1.128");
        QTest::newRow("/32") << QByteArray("192.168.1.0/32") << QByteArray("192.168.1.0") << QByteArray("192.168.1.1");
        QTest::newRow("all of IPv4") << QByteArray("0.0.0.0/0") << QByteArray("255.255.255.255") << QByteArray("2001:db8::1");
        QTest::newRow("IPv6") << QByteArray("2001:db8::/33") << QByteArray("2001:db8:7fff::1") << QByteArray("2001:db8:8000::1");
        QTest::newRow("one IPv6") << QByteArray("::1") << QByteArray("::1") << QByteArray("::2");
        QTest::newRow("mapped") << QByteArray("::ffff:10.0.0.0/104") << QByteArray("10.255.0.1") << QByteArray("11.0.0.0");
    }
    void addressesAndBlocks()
    {
        QFETCH(QByteArray, block);
        QFETCH(QByteArray, inside);
        QFETCH(QByteArray, outside);
        const auto range = IpRange::parse(block.toStdString());
        QVERIFY(range);
        QVERIFY(range->contains(IpRange::parse(inside.toStdString())->address));
        QVERIFY(!range->contains(IpRange::parse(outside.toStdString())->address));
    }

    void whatIsNoAddress()
    {
        for (const char* text : {"", "/", "10", "10.1", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "10.0.0.256",
                                 "::/129", "fe80::1%eth0", "localhost", "10.0.0.0/255.0.0.0", " 10.0.0.1"})
            QVERIFY2(!IpRange::parse(text), text);
    }

    void names()
    {
        for (const char* name : {"a", "gpt-4o:latest", "local box", "家", "a/b"})
            QVERIFY2(nameProblem(name).empty(), name);
        QVERIFY(nameProblem(std::string(100, 'x')).empty());
        std::string wide;
        for (int i = 0; i < 100; ++i)
            wide += "家";
        QVERIFY(nameProblem(wide).empty());
        for (const char* name : {"", " a", "a ", "a\tb", "a\x7F", "a\xC2\x85" "b"})
            QVERIFY2(!nameProblem(name).empty(), name);
        QVERIFY(!nameProblem(wide + "x").empty());
        QVERIFY(!nameProblem(std::string("a\0b", 3)).empty());
        QVERIFY(!providerNameProblem("a:b").empty());
        QVERIFY(!providerNameProblem("a/b").empty());
    }

    void secretTextsAreNeverInTheirProblem()
    {
        const std::string secret = "sk-very secret";
        QVERIFY(!credentialKeyProblem(secret).empty());
        QVERIFY(credentialKeyProblem(secret).find("very") == std::string::npos);
        QVERIFY(!apiKeyProblem(secret).empty());
        QVERIFY(apiKeyProblem(secret).find("very") == std::string::npos);
        QVERIFY(credentialKeyProblem("").empty());
        QVERIFY(credentialKeyProblem("sk-proj_A1-b.c~d/e+f=").empty());
    }

    void theReferenceHasEverySetting()
    {
        const std::string page = configReference();
        for (const Setting& setting : SettingsCatalogue::all())
            QVERIFY2(page.find("| `" + std::string(setting.key) + "` |") != std::string::npos, setting.key.data());
        for (const char* row : {"## provider\n", "## key\n", "| `base_url` | text |", "| `weight` | whole number from 0 to 1000000 |", "| `cache_write_1h` |", "| `ips` |"})
            QVERIFY2(page.find(row) != std::string::npos, row);
    }
};

LANYARD_TEST(tst_ConfigTexts)
#include "tst_ConfigTexts.moc"
