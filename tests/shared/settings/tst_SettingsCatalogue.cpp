#include "settings/SettingsCatalogue.h"
#include "support/TestMain.h"

#include <set>

using namespace lanyard;

class tst_SettingsCatalogue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyDefaultIsInNormalFormAndEveryKeyIsUnique()
    {
        std::set<std::string_view> names;
        for (const Setting& setting : SettingsCatalogue::all()) {
            QVERIFY2(names.insert(setting.key).second, setting.key.data());
            for (const std::string_view alias : setting.aliases)
                QVERIFY2(names.insert(alias).second, alias.data());
            const Result<std::string> normal = SettingsCatalogue::normalise(setting, setting.defaultValue);
            QVERIFY2(normal, setting.key.data());
            QCOMPARE(*normal, std::string(setting.defaultValue));
            QVERIFY2(setting.text.ends_with('.'), setting.key.data());
        }
        QVERIFY(names.size() >= 16);
    }

    void normalises_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("normal");
        QTest::newRow("bool") << QByteArray("open_mode") << QByteArray("true") << QByteArray("true");
        QTest::newRow("integer") << QByteArray("max_attempts") << QByteArray("20") << QByteArray("20");
        QTest::newRow("leading zero") << QByteArray("max_attempts") << QByteArray("05") << QByteArray("5");
        QTest::newRow("ms") << QByteArray("keep_alive_ping_ms") << QByteArray("2500") << QByteArray("2500");
        QTest::newRow("ms with unit") << QByteArray("keep_alive_ping_ms") << QByteArray("2500ms") << QByteArray("2500");
        QTest::newRow("seconds") << QByteArray("keep_alive_ping_ms") << QByteArray("15s") << QByteArray("15000");
        QTest::newRow("minutes") << QByteArray("idle_timeout_ms") << QByteArray("2m") << QByteArray("120000");
        QTest::newRow("bytes") << QByteArray("body_bytes") << QByteArray("50MiB") << QByteArray("52428800");
        QTest::newRow("kibibytes") << QByteArray("header_bytes") << QByteArray("64KiB") << QByteArray("65536");
        QTest::newRow("alias") << QByteArray("listen") << QByteArray("0.0.0.0:8080") << QByteArray("0.0.0.0:8080");
        QTest::newRow("ipv6") << QByteArray("listen_address") << QByteArray("[::1]:0") << QByteArray("[::1]:0");
        QTest::newRow("choice") << QByteArray("unpriced_models") << QByteArray("block") << QByteArray("block");
        QTest::newRow("list") << QByteArray("cors_origins") << QByteArray("https://a.example, http://b:3000")
                              << QByteArray("https://a.example,http://b:3000");
        QTest::newRow("empty text") << QByteArray("contact") << QByteArray("") << QByteArray("");
        QTest::newRow("text") << QByteArray("contact") << QByteArray("Zoë, room 4") << QByteArray("Zoë, room 4");
    }
    void normalises()
    {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, normal);
        const Result<std::string> result = SettingsCatalogue::normalise(key.toStdString(), text.toStdString());
        QVERIFY2(result, result ? "" : result.error().message.c_str());
        QCOMPARE(QByteArray::fromStdString(*result), normal);
    }

    void refusesWithWhatWasExpected_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("bool") << QByteArray("open_mode") << QByteArray("yes") << QByteArray("expected true or false, found \"yes\"");
        QTest::newRow("below") << QByteArray("max_attempts") << QByteArray("0")
                               << QByteArray("expected a whole number from 1 to 20, found \"0\"");
        QTest::newRow("fraction") << QByteArray("max_attempts") << QByteArray("3.5")
                                  << QByteArray("expected a whole number from 1 to 20, found \"3.5\"");
        QTest::newRow("overflow by unit") << QByteArray("idle_timeout_ms") << QByteArray("9223372036854775807h")
            << QByteArray("expected milliseconds from 100 to 86400000 (or a number with ms, s, m or h), found \"9223372036854775807h\"");
        QTest::newRow("unit") << QByteArray("body_bytes") << QByteArray("50MB")
                              << QByteArray("expected bytes from 1024 to 2147483648 (or a number with KiB, MiB or GiB), found \"50MB\"");
        QTest::newRow("empty number") << QByteArray("max_attempts") << QByteArray("")
                                      << QByteArray("expected a whole number from 1 to 20, found \"\"");
        QTest::newRow("choice") << QByteArray("unpriced_models") << QByteArray("maybe") << QByteArray("expected free, ceiling or block, found \"maybe\"");
        QTest::newRow("address without port") << QByteArray("listen_address") << QByteArray("127.0.0.1")
            << QByteArray("expected an address and port like 127.0.0.1:11480 or [::]:11480, found \"127.0.0.1\"");
        QTest::newRow("bare ipv6") << QByteArray("listen_address") << QByteArray("::1:80")
            << QByteArray("expected an address and port like 127.0.0.1:11480 or [::]:11480, found \"::1:80\"");
        QTest::newRow("octet") << QByteArray("listen_address") << QByteArray("127.0.0.256:80")
            << QByteArray("expected an address and port like 127.0.0.1:11480 or [::]:11480, found \"127.0.0.256:80\"");
        QTest::newRow("port") << QByteArray("listen_address") << QByteArray("127.0.0.1:65536")
            << QByteArray("expected an address and port like 127.0.0.1:11480 or [::]:11480, found \"127.0.0.1:65536\"");
        QTest::newRow("origin with path") << QByteArray("cors_origins") << QByteArray("https://a.example,https://b.example/x")
            << QByteArray("expected an origin like https://chat.example.com, or *, found \"https://b.example/x\"");
        QTest::newRow("two lines") << QByteArray("contact") << QByteArray("a\r\nSet-Cookie: b")
            << QByteArray("expected one line of text without control characters, found \"a??Set-Cookie: b\"");
        QTest::newRow("unknown") << QByteArray("max_atempts") << QByteArray("1")
                                 << QByteArray("there is no setting \"max_atempts\" (did you mean \"max_attempts\"?)");
        QTest::newRow("unknown, nothing near") << QByteArray("zzz") << QByteArray("1") << QByteArray("there is no setting \"zzz\"");
    }
    void refusesWithWhatWasExpected()
    {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, message);
        const Result<std::string> result = SettingsCatalogue::normalise(key.toStdString(), text.toStdString());
        QVERIFY(!result);
        QCOMPARE(QByteArray::fromStdString(result.error().message), message);
    }

    void longTextIsCutAtACharacterInMessages()
    {
        std::string text(59, 'x');
        text += "\xC3\xA9\xC3\xA9"; // an e with an accent across the cut
        const Result<std::string> result = SettingsCatalogue::normalise("open_mode", text);
        QVERIFY(!result);
        QCOMPARE(QByteArray::fromStdString(result.error().message),
                 QByteArray("expected true or false, found \"" + QByteArray(59, 'x') + "...\""));
    }

    void valuesHaveDefaultsUnlessTheyAreStored()
    {
        const std::map<std::string, std::string> stored{{"max_attempts", "5"}, {"open_mode", "true"}, {"cors_origins", "https://a,https://b"}};
        const SettingValues values(stored);
        QCOMPARE(values.number("max_attempts"), std::int64_t{5});
        QCOMPARE(values.flag("open_mode"), true);
        QCOMPARE(values.list("cors_origins"), (std::vector<std::string>{"https://a", "https://b"}));
        QCOMPARE(values.number("body_bytes"), std::int64_t{52428800});
        QCOMPARE(values.duration("idle_timeout_ms"), std::chrono::milliseconds{75000});
        QCOMPARE(values.text("listen_address"), std::string("127.0.0.1:11480"));
        QVERIFY(SettingValues({}).list("cors_origins").empty());
    }
};

LANYARD_TEST(tst_SettingsCatalogue)
#include "tst_SettingsCatalogue.moc"
