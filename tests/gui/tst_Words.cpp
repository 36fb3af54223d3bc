#include "gui/models/CliText.h"
#include "gui/models/Format.h"
#include "gui/models/StateWords.h"
#include "support/TestMain.h"

using namespace lanyard;

namespace {

Money money(const char* text)
{
    return Money::parse(text).value();
}

CredentialInfo credential(const char* state, bool enabled = true)
{
    CredentialInfo info;
    info.enabled = enabled;
    info.state = QString::fromLatin1(state);
    return info;
}

} // namespace

class tst_Words : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QStringLiteral("en_US"))); }
    void cleanupTestCase() { QLocale::setDefault(QLocale()); }

    void credentialStatesHaveWords_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<int>("tone");
        QTest::addColumn<bool>("attention");
        const auto row = [](const char* state, Tone tone, bool attention) {
            QTest::newRow(state) << QString::fromLatin1(state) << static_cast<int>(tone) << attention;
        };
        row("ready", Tone::Good, false);
        row("cooling", Tone::Attention, false);
        row("out_of_quota", Tone::Bad, true);
        row("disabled", Tone::Bad, true);
        row("breaker_open", Tone::Bad, true);
        row("locked", Tone::Bad, true);
        row("of_a_newer_service", Tone::Off, false);
    }
    void credentialStatesHaveWords()
    {
        QFETCH(QString, state);
        const CredentialInfo info = credential(state.toLatin1().constData());
        QVERIFY(!wordsFor(info).text.isEmpty());
        QTEST(static_cast<int>(wordsFor(info).tone), "tone");
        QTEST(needsAttention(info), "attention");
        QVERIFY(!needsAttention(credential(state.toLatin1().constData(), false)));
    }

    void poolIsSummedUp_data()
    {
        QTest::addColumn<QStringList>("states"); // "-" before a state: switched off
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("tone");
        const auto row = [](const char* name, const QStringList& states, const char* text, Tone tone) {
            QTest::newRow(name) << states << QString::fromLatin1(text) << static_cast<int>(tone);
        };
        const QString ready = QStringLiteral("ready");
        const QString cooling = QStringLiteral("cooling");
        row("no credential", {}, "None", Tone::Attention);
        row("all ready", {ready, ready}, "2 of 2 ready", Tone::Good);
        row("some ready", {ready, cooling}, "1 of 2 ready", Tone::Attention);
        row("none ready", {cooling}, "0 of 1 ready", Tone::Bad);
        row("what is switched off does not disturb", {ready, QStringLiteral("-ready")}, "1 of 2 ready", Tone::Good);
        row("all switched off", {QStringLiteral("-ready")}, "0 of 1 ready", Tone::Off);
    }
    void poolIsSummedUp()
    {
        QFETCH(QStringList, states);
        ProviderInfo provider;
        for (const QString& state : states)
            provider.credentials.push_back(
                credential(state.mid(state.startsWith(u'-') ? 1 : 0).toLatin1().constData(), !state.startsWith(u'-')));
        QTEST(wordsForCredentials(provider).text, "text");
        QTEST(static_cast<int>(wordsForCredentials(provider).tone), "tone");
        provider.enabled = false;
        QCOMPARE(wordsForCredentials(provider).tone, Tone::Off);
    }

    void userStatesAreOrderedByWeight()
    {
        UserInfo user;
        QCOMPARE(wordsFor(user).tone, Tone::Good);
        user.balance = money("0.01");
        QCOMPARE(wordsFor(user).tone, Tone::Good);
        user.balance = money("0");
        QCOMPARE(wordsFor(user).text, QStringLiteral("No balance left"));
        user.balance = money("-1");
        QCOMPARE(wordsFor(user).text, QStringLiteral("Balance below zero"));
        user.frozen = true;
        QCOMPARE(wordsFor(user).text, QStringLiteral("Frozen"));
        user.enabled = false;
        QCOMPARE(wordsFor(user).text, QStringLiteral("Switched off"));
    }

    void keysExpireInLocalTime()
    {
        KeyInfo key;
        const QDateTime now = QDateTime::fromMSecsSinceEpoch(1'000'000);
        QCOMPARE(wordsFor(key, now).text, QStringLiteral("Active"));
        key.expires = WallTime{std::chrono::milliseconds{1'000'001}};
        QCOMPARE(wordsFor(key, now).text, QStringLiteral("Active"));
        key.expires = WallTime{std::chrono::milliseconds{1'000'000}};
        QCOMPARE(wordsFor(key, now).text, QStringLiteral("Expired"));
        key.enabled = false;
        QCOMPARE(wordsFor(key, now).text, QStringLiteral("Switched off"));
        key.revoked = true;
        QCOMPARE(wordsFor(key, now).text, QStringLiteral("Revoked"));
    }

    void moneyIsShortAndExactOnDemand_data()
    {
        QTest::addColumn<QByteArray>("amount");
        QTest::addColumn<QString>("brief");
        QTest::addColumn<QString>("exact");
        const auto row = [](const char* amount, const char* brief, const char* exact) {
            QTest::newRow(amount) << QByteArray(amount) << QString::fromLatin1(brief) << QString::fromLatin1(exact);
        };
        row("0", "$0.00", "$0.00");
        row("12.408311", "$12.41", "$12.408311");
        row("0.084", "$0.08", "$0.084");
        row("0.0012", "$0.0012", "$0.0012");
        row("-3.5", "-$3.50", "-$3.50");
        row("1234567.891", "$1,234,567.89", "$1,234,567.891");
    }
    void moneyIsShortAndExactOnDemand()
    {
        QFETCH(QByteArray, amount);
        QTEST(formatMoney(money(amount.constData())), "brief");
        QTEST(formatMoneyExactly(money(amount.constData())), "exact");
    }

    void moneyFollowsTheLocale()
    {
        QLocale::setDefault(QLocale(QStringLiteral("de_DE")));
        QCOMPARE(formatMoney(money("1234.5")), QStringLiteral("1.234,50\u00a0$"));
        QLocale::setDefault(QLocale(QStringLiteral("en_US")));
    }

    void messagesBecomeSentences()
    {
        QCOMPARE(sentence(QStringLiteral("no service is running")), QStringLiteral("No service is running."));
        QCOMPARE(sentence(QStringLiteral("Done.")), QStringLiteral("Done."));
        QCOMPARE(sentence(QString()), QString());
    }

    void commandsAreQuotedForTheirShell_data()
    {
        QTest::addColumn<QString>("socket");
        QTest::addColumn<QString>("posix");
        QTest::addColumn<QString>("windows");
        QTest::newRow("usual place") << QString() << QStringLiteral("lanyard serve") << QStringLiteral("lanyard serve");
        QTest::newRow("plain") << QStringLiteral("/run/a.sock")
                               << QStringLiteral("lanyard serve --admin-socket /run/a.sock")
                               << QStringLiteral("lanyard serve --admin-socket /run/a.sock");
        QTest::newRow("blank") << QStringLiteral("/my run/a.sock")
                               << QStringLiteral("lanyard serve --admin-socket '/my run/a.sock'")
                               << QStringLiteral("lanyard serve --admin-socket \"/my run/a.sock\"");
        QTest::newRow("quote and dollar")
            << QStringLiteral("/it's $HOME") << QStringLiteral("lanyard serve --admin-socket '/it'\\''s $HOME'")
            << QStringLiteral("lanyard serve --admin-socket \"/it's $HOME\"");
    }
    void commandsAreQuotedForTheirShell()
    {
        QFETCH(QString, socket);
        QTEST(commandLine(CliWords::serve(), socket, Shell::Posix), "posix");
        QTEST(commandLine(CliWords::serve(), socket, Shell::Windows), "windows");
    }

    void curlSendsValidJson()
    {
        const QUrl url(QStringLiteral("http://127.0.0.1:11480/v1"));
        QCOMPARE(curlSnippet(url, QStringLiteral("gpt-4o"), Shell::Posix),
                 QStringLiteral(
                     "curl http://127.0.0.1:11480/v1/chat/completions \\\n"
                     "  -H \"Authorization: Bearer $LANYARD_API_KEY\" \\\n"
                     "  -H \"Content-Type: application/json\" \\\n"
                     "  -d '{\"model\": \"gpt-4o\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}'"));
        QVERIFY(
            curlSnippet(url, QStringLiteral("a\"b"), Shell::Posix).contains(QStringLiteral("\"model\": \"a\\\"b\"")));
        const QString windows = curlSnippet(url, QStringLiteral("gpt-4o"), Shell::Windows);
        QVERIFY(windows.contains(QStringLiteral(" ^\n")));
        QVERIFY(windows.endsWith(QStringLiteral("-d \"{\\\"model\\\": \\\"gpt-4o\\\", \\\"messages\\\": "
                                                "[{\\\"role\\\": \\\"user\\\", \\\"content\\\": \\\"Hello\\\"}]}\"")));
    }
};

LANYARD_TEST(tst_Words)
#include "tst_Words.moc"
