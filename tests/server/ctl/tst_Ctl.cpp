#include "FakeConsole.h"

#include "ctl/CtlMain.h"
#include "ctl/CtlRun.h"
#include "ctl/commands/AllCommands.h"
#include "server/admin/AdminFixture.h"
#include "support/TestMain.h"

#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QSet>
#include <QSignalSpy>
#include <QTcpServer>

using namespace lanyard;
using namespace lanyard::test;

namespace {

const QString kDocument = QString::fromUtf8(
    "version: 1\n"
    "providers:\n"
    "  - {name: openai, kind: openai, base_url: \"http://127.0.0.1:4001/v1\", credentials: [{name: main, key: sk-upstream-0123456789}]}\n"
    "models:\n"
    "  - {name: gpt-4o, routes: [{provider: openai, model: gpt-4o}], price: {input: \"2.50\", output: \"10.00\"}}\n"
    "groups:\n"
    "  - {name: family}\n"
    "users:\n"
    "  - {name: alice, balance: \"10.00\", keys: [{name: laptop, key: sk-lan-0123456789abcdef0123456789abcdef}]}\n");

struct Run
{
    int exitCode = -1;
    QString out;
    QString err;
    QJsonObject json() const { return QJsonDocument::fromJson(out.toUtf8()).object(); }
};

} // namespace

class tst_Ctl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<AdminFixture>();
        m_console = {};
    }
    void cleanup() { m_fixture.reset(); }

    void exitCodesTellWhatHappened_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("text"); // in what it says
        const auto row = [](const char* line, int code, const char* text) {
            QTest::newRow(*line ? line : "nothing") << QString::fromLatin1(line).split(u' ', Qt::SkipEmptyParts) << code << QString::fromLatin1(text);
        };
        row("status", 0, "is running");
        row("provider list", 0, "openai");
        row("--help", 0, "serve");
        row("--version", 0, LANYARD_VERSION);
        row("provider --help", 0, "check");
        row("credential add --help", 0, "Example: lanyard credential add");
        row("provider show nobody", 1, "lanyard: there is no provider \"nobody\"");
        row("provider add openai --kind openai --base-url http://127.0.0.1:1", 1, "lanyard: ");
        row("", 2, "lanyard: ");
        row("explode", 2, "explode");
        row("provider", 2, "lanyard: ");
        row("provider explode", 2, "explode");
        row("provider show", 2, "name is required");
        row("provider list --colour", 2, "--colour");
        row("credential show main", 2, "must have a slash");
        row("usage --by colour", 2, "colour");
        row("usage --since soon", 2, "must be a time such as");
        row("user deposit alice lots", 2, "must be an amount such as 2.50");
        row("provider set openai --rpm many", 2, "must be a whole number");
        row("provider set openai --rpm -5", 2, "must be a whole number");
        row("model set gpt-4o --route nonsense", 2, "PROVIDER/MODEL");
        row("provider set openai --header novalue", 2, "NAME=VALUE");
        row("credential reset", 2, "--all");
        row("credential reset openai --all", 2, "--all");
        row("requests --limit 0", 2, "--limit");
        row("price set gpt-4o", 2, "--input");
        row("setting set open_mode", 2, "--default");
        row("user deposit alice 5.00 --source cash", 0, "alice now has 15.00 USD");
        row("user deposit alice 5.00 --currency EUR", 2, "--rate");
        row("user deposit nobody 5.00", 1, "there is no user");
        row("user set alice --budget 5.00 --budget-period monthly --budget-zone Europe/Berlin", 0, "alice");
        row("user set alice --budget 5.00 --budget-period hourly", 1, "daily, weekly, monthly or total");
        row("user set alice --budget-tokens many", 2, "must be a whole number");
        row("voucher create 5.00 --count 2", 0, "LAN-ABCD-EFGH-JKLM-NPQR");
        row("voucher list", 0, "LAN-ABCD...");
        row("voucher redeem alice LAN-ABCD-EFGH-JKLM-NPQR", 2, "others can see it");
        row("requests --refused", 0, "192.168.1.7");
        row("usage --csv", 0, "user,requests,failed,input_tokens");
        row("price list --catalogue", 0, "openai/gpt-4o");
        row("price show gpt-4o", 0, "owner");
        row("alert list", 0, "is used to 80 %");
        row("price set gpt-4o --input 3.00 --from 2027-01-01", 0, "gpt-4o");
        row("price set gpt-4o --tier 200000:input=5.00,output=20.00 --image 0.04", 0, "gpt-4o");
        row("price set gpt-4o --tier many:input=5.00", 2, "200000:input=2.50");
        row("price set gpt-4o --tier 200000:colour=5.00", 2, "200000:input=2.50");
        row("price rerate", 2, "--since");
        row("price rerate --since 7d --model gpt-4o --dry-run", 0, "Nothing was changed");
        row("price rerate --since 7d --reason mistake", 0, "2 of 10 requests");
        row("price rerate --list", 0, "SINCE");
        row("key set alice/laptop --error-style chat", 0, "laptop");
        row("key set alice/laptop --error-style loud", 1, "status or chat");
        row("backup", 1, "keeps no book");
        row("check", 1, "keeps no book");
        row("restore", 2, "cannot be combined");
        row("serve", 2, "serve");
        row("credential add openai/x sk-on-the-command-line", 2, "others can see it");
    }
    void exitCodesTellWhatHappened()
    {
        QFETCH(QStringList, words);
        QFETCH(int, code);
        QFETCH(QString, text);
        start();
        const Run run = lanyard(words);
        QVERIFY2(run.exitCode == code, qPrintable(run.out + run.err));
        const QString said = code == 0 ? run.out : run.err;
        QVERIFY2(said.contains(text), qPrintable(said));
        QVERIFY2(!run.out.contains(QStringLiteral("sk-on-the-command-line")) && !run.err.contains(QStringLiteral("sk-on-the-command-line")),
                 "a secret was repeated");
        if (code != 0)
            QVERIFY2(run.err.startsWith(QStringLiteral("lanyard: ")) && run.out.isEmpty(), qPrintable(run.out + run.err));
    }

    void withoutAServiceTheCodeIsThree()
    {
        for (const char* command : {"status", "provider list", "stop", "doctor", "usage"}) {
            const Run run = lanyard(QString::fromLatin1(command).split(u' '));
            QCOMPARE(run.exitCode, 3);
            QVERIFY2((run.out + run.err).contains(QStringLiteral("no Lanyard service is running")), qPrintable(run.err));
            QVERIFY((run.out + run.err).contains(m_fixture->options.location.path));
            QVERIFY((run.out + run.err).contains(QStringLiteral("start one with: lanyard serve")));
        }
    }

    void globalOptionsMayStandAnywhere()
    {
        start();
        const QString path = m_fixture->options.location.path;
        const QString option = QStringLiteral("--admin-socket");
        const QString json = QStringLiteral("--json");
        const QString show = QStringLiteral("show");
        for (const QStringList& words : {QStringList{option, path, json, QStringLiteral("provider"), show, QStringLiteral("openai")},
                                         QStringList{QStringLiteral("provider"), option, path, show, json, QStringLiteral("openai")},
                                         QStringList{QStringLiteral("provider"), show, QStringLiteral("openai"), json, option, path},
                                         QStringList{json, QStringLiteral("provider"), show, option + u'=' + path, QStringLiteral("openai")}}) {
            const Run run = exactly(words);
            QCOMPARE(run.exitCode, 0);
            QCOMPARE(run.json().value(u"name").toString(), QStringLiteral("openai"));
        }
    }

    void theFirstCommandIsFoundBehindGlobalOptions()
    {
        const auto first = [](QList<QByteArray> words) {
            std::vector<char*> argv;
            words.prepend("lanyard");
            for (QByteArray& word : words)
                argv.push_back(word.data());
            return QByteArray::fromStdString(std::string(firstCommand(static_cast<int>(argv.size()), argv.data())));
        };
        QCOMPARE(first({"serve", "--demo"}), QByteArray("serve"));
        QCOMPARE(first({"--admin-socket", "serve", "status"}), QByteArray("status"));
        QCOMPARE(first({"--json", "--admin-socket=/x", "serve"}), QByteArray("serve"));
        QCOMPARE(first({"--help"}), QByteArray());
    }

    void everyMethodHasItsCommandAndEveryCommandItsExample()
    {
        QSet<QString> paths;
        for (const CommandEntry& entry : allCommands()) {
            const QString path = QString::fromLatin1(entry.path);
            QVERIFY2(!paths.contains(path), entry.path);
            paths.insert(path);
            QVERIFY2(QString::fromLatin1(entry.example).startsWith(QStringLiteral("lanyard ") + path), entry.example);
            QVERIFY2(QString::fromLatin1(entry.text).endsWith(u'.'), entry.text);
            const Run help = lanyard(path.split(u' ') << QStringLiteral("--help"));
            QCOMPARE(help.exitCode, 0);
            QVERIFY2(help.out.contains(QLatin1String(entry.example)), qPrintable(help.out));
        }
        for (const MethodInfo& method : kAdminMethods) {
            const QString command = textOf(method.command);
            QVERIFY2(command.isEmpty() ? method.effect == Effect::Reads : paths.contains(command), method.name.data());
        }
    }

    /// What the help shows has to work as it stands there: every example is parsed.
    void examplesParse()
    {
        for (const CommandEntry& entry : allCommands()) {
            QString example = QString::fromLatin1(entry.example);
            example.replace(u'\'', u'"');
            QStringList words = QProcess::splitCommand(example.section(QStringLiteral(" >"), 0, 0)).mid(1);
            CommandLine line;
            QVERIFY2(line.parse(words), qPrintable(example + QStringLiteral(": ") + line.errText()));
        }
    }

    void usageHasExactlyTheDocumentedShape()
    {
        start();
        UsageRow row;
        row.name = "alice";
        row.requests = 2;
        row.failed = 1;
        row.inputTokens = 120;
        row.cachedInputTokens = 20;
        row.cacheWriteTokens = 5;
        row.outputTokens = 34;
        row.cost = Money::fromNano(1'234'000);
        m_fixture->reports.usageRows = {row};
        const Run run = lanyard({QStringLiteral("usage"), QStringLiteral("--by"), QStringLiteral("user"), QStringLiteral("--json")});
        QCOMPARE(run.exitCode, 0);
        const QJsonObject expected{
            {QStringLiteral("rows"), QJsonArray{QJsonObject{{QStringLiteral("user"), QStringLiteral("alice")},
                                                            {QStringLiteral("requests"), 2},
                                                            {QStringLiteral("input_tokens"), 120},
                                                            {QStringLiteral("cached_input_tokens"), 20},
                                                            {QStringLiteral("cache_write_tokens"), 5},
                                                            {QStringLiteral("output_tokens"), 34},
                                                            {QStringLiteral("cost"), QStringLiteral("0.001234000")},
                                                            {QStringLiteral("failed"), 1}}}},
            {QStringLiteral("currency"), QStringLiteral("USD")}};
        QCOMPARE(run.json(), expected);
        for (const char* by : {"group", "key", "model", "provider", "credential", "day"}) {
            const Run other = lanyard({QStringLiteral("usage"), QStringLiteral("--json"), QStringLiteral("--by"), QLatin1String(by)});
            QCOMPARE(other.json().value(u"rows").toArray().first().toObject().value(QLatin1String(by)).toString(), QStringLiteral("alice"));
        }
        m_fixture->reports.usageRows.clear();
        QCOMPARE(lanyard({QStringLiteral("usage"), QStringLiteral("--json")}).json().value(u"rows"), QJsonValue(QJsonArray()));
    }

    void usageForPeopleHasATotal()
    {
        start();
        UsageRow a;
        a.name = "alice";
        a.requests = 1'000;
        a.cost = Money::fromNano(1'500'000'000);
        UsageRow b = a;
        b.name = "\xe5\xbc\xa0\xe4\xb8\x89";
        m_fixture->reports.usageRows = {a, b};
        const Run run = lanyard({QStringLiteral("usage"), QStringLiteral("--since"), QStringLiteral("7d"), QStringLiteral("--until"), QStringLiteral("today")});
        const QStringList lines = run.out.split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 4);
        QVERIFY(lines.at(0).startsWith(QStringLiteral("USER ")));
        QVERIFY(lines.at(3).startsWith(QStringLiteral("TOTAL")));
        QVERIFY(lines.at(3).contains(QStringLiteral("2,000")));
        QVERIFY(lines.at(3).endsWith(QStringLiteral("3.00")));
        QVERIFY(m_fixture->reports.lastUsage.since && m_fixture->reports.lastUsage.until);
    }

    void requestsAreOneObjectALineOldestFirst()
    {
        start();
        RequestRow row;
        row.id = 8;
        row.requestId = "req-8";
        row.user = "alice";
        row.status = 200;
        row.outcome = "ok";
        row.attempts = 1;
        RequestRow older = row;
        older.id = 7;
        m_fixture->reports.requestRows = {row, older};
        const Run run = lanyard({QStringLiteral("requests"), QStringLiteral("--json"), QStringLiteral("--limit"), QStringLiteral("5")});
        const QStringList lines = run.out.split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 2);
        const QJsonObject last = QJsonDocument::fromJson(lines.at(1).toUtf8()).object();
        QCOMPARE(last.value(u"id").toString(), QStringLiteral("8"));
        QStringList keys = last.keys();
        keys.sort();
        QCOMPARE(keys, (QStringList{QStringLiteral("attempts"), QStringLiteral("cost"), QStringLiteral("credential"), QStringLiteral("id"),
                                    QStringLiteral("input_tokens"), QStringLiteral("key"), QStringLiteral("model"), QStringLiteral("outcome"),
                                    QStringLiteral("output_tokens"), QStringLiteral("provider"), QStringLiteral("request_id"),
                                    QStringLiteral("status"), QStringLiteral("time"), QStringLiteral("user")}));
        QCOMPARE(m_fixture->reports.lastRequests.limit, 5U);
    }

    void followingGoesOnWithWhatIsNew()
    {
        start();
        RequestRow row;
        row.id = 7'000; // lists and events number requests differently: the client's id tells which is which
        row.requestId = "r-7";
        m_fixture->reports.requestRows = {row};
        CtlRun run(m_console);
        QSignalSpy finished(&run, &CtlRun::finished);
        run.start({QStringLiteral("requests"), QStringLiteral("--follow"), QStringLiteral("--json"), QStringLiteral("--user"), QStringLiteral("alice"),
                   QStringLiteral("--admin-socket"), m_fixture->options.location.path});
        QTRY_COMPARE(m_console.outText.count(u'\n'), 1);
        const auto publish = [&](const char* id, const char* user) {
            RequestInfo request;
            request.id = QLatin1String(id);
            request.requestId = QStringLiteral("r-") + request.id;
            request.user = QLatin1String(user);
            m_fixture->server->publish<events::RequestFinished>(request);
        };
        publish("7", "alice"); // known already
        publish("8", "bob");   // not asked for
        publish("9", "alice");
        QTRY_COMPARE(m_console.outText.count(u'\n'), 2);
        QVERIFY(m_console.outText.contains(QStringLiteral("\"id\":\"9\"")));
        m_fixture->server.reset();
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(finished.first().first().toInt(), 1);
    }

    void keysComeFromStdinTheEnvironmentOrAPrompt()
    {
        start();
        m_console.variables.insert(QStringLiteral("SECOND_KEY"), QStringLiteral("sk-from-environment"));
        QCOMPARE(lanyard({QStringLiteral("credential"), QStringLiteral("add"), QStringLiteral("openai/env"), QStringLiteral("--key-env"), QStringLiteral("SECOND_KEY")}).exitCode, 0);
        QCOMPARE(lastKey(), QStringLiteral("sk-from-environment"));
        m_console.input = "sk-from-stdin\n";
        QCOMPARE(lanyard({QStringLiteral("credential"), QStringLiteral("add"), QStringLiteral("openai/stdin"), QStringLiteral("--key-stdin")}).exitCode, 0);
        QCOMPARE(lastKey(), QStringLiteral("sk-from-stdin"));
        m_console.input = "sk-from-dash\r\n";
        QCOMPARE(lanyard({QStringLiteral("credential"), QStringLiteral("add"), QStringLiteral("openai/dash"), QStringLiteral("-"), QStringLiteral("--weight"), QStringLiteral("3")}).exitCode, 0);
        QCOMPARE(lastKey(), QStringLiteral("sk-from-dash"));
        QCOMPARE(lanyard({QStringLiteral("credential"), QStringLiteral("add"), QStringLiteral("openai/none"), QStringLiteral("--no-key")}).exitCode, 0);
        QCOMPARE(lastKey(), QString());
        m_console.terminal = true;
        m_console.answer = QStringLiteral("sk-from-prompt");
        QCOMPARE(lanyard({QStringLiteral("credential"), QStringLiteral("add"), QStringLiteral("openai/prompt")}).exitCode, 0);
        QCOMPARE(lastKey(), QStringLiteral("sk-from-prompt"));
        QCOMPARE(m_console.lastEcho, Console::Echo::Off);
    }

    void aKeyThatCannotBeHadIsAnError()
    {
        start();
        const auto add = [&](const char* option) {
            return lanyard(QStringList{QStringLiteral("credential"), QStringLiteral("add"), QStringLiteral("openai/x")} + QString::fromLatin1(option).split(u' ', Qt::SkipEmptyParts));
        };
        QCOMPARE(add("--key-env NOT_THERE").exitCode, 1);
        QVERIFY(add("--key-env NOT_THERE").err.contains(QStringLiteral("NOT_THERE is not set")));
        QVERIFY(add("--key-stdin").err.contains(QStringLiteral("stdin holds no key")));
        QVERIFY(add("").err.contains(QStringLiteral("--key-env NAME, --key-stdin or --no-key")));
        QCOMPARE(add("--key-stdin --no-key").exitCode, 2);
        QVERIFY(m_fixture->config.changes.empty());
    }

    void aProviderComesWithItsFirstCredential()
    {
        start();
        m_console.variables.insert(QStringLiteral("K"), QStringLiteral("sk-provider-key-123"));
        const Run run = lanyard(QStringLiteral("provider add second --kind openai --base-url http://127.0.0.1:2 --key-env K --header X-Team=lab "
                                               "--header X-A=b=c --rpm 60 --idle-ms 1000 --disabled").split(u' '));
        QVERIFY2(run.exitCode == 0, qPrintable(run.err));
        QVERIFY(run.out.contains(QStringLiteral("Added provider second.")));
        const QJsonObject shown = lanyard({QStringLiteral("provider"), QStringLiteral("show"), QStringLiteral("second"), QStringLiteral("--json")}).json();
        QCOMPARE(shown.value(u"headers").toObject().value(u"X-A").toString(), QStringLiteral("b=c"));
        QCOMPARE(shown.value(u"limits").toObject().value(u"rpm").toInt(), 60);
        QCOMPARE(shown.value(u"timeouts").toObject().value(u"idle_ms").toInt(), 1000);
        QCOMPARE(shown.value(u"enabled").toBool(), false);
        QCOMPARE(shown.value(u"credentials").toArray().first().toObject().value(u"name").toString(), QStringLiteral("main"));
        const Run lifted = lanyard(QStringLiteral("provider set second --rpm none --enabled").split(u' '));
        QVERIFY2(lifted.exitCode == 0, qPrintable(lifted.err));
        QVERIFY(lanyard({QStringLiteral("provider"), QStringLiteral("show"), QStringLiteral("second"), QStringLiteral("--json")}).json().value(u"limits").toObject().isEmpty());
    }

    void modelsTakeRoutesAndPrices()
    {
        start();
        const Run run = lanyard(QStringLiteral("model add m --route openai/a --route openai/b@1:5 --alias x --input 2.50 --output 10 --strategy weighted").split(u' '));
        QVERIFY2(run.exitCode == 0, qPrintable(run.err));
        const QJsonObject shown = lanyard({QStringLiteral("model"), QStringLiteral("show"), QStringLiteral("m"), QStringLiteral("--json")}).json();
        const QJsonObject second = shown.value(u"routes").toArray().at(1).toObject();
        QCOMPARE(second.value(u"priority").toInt(), 1);
        QCOMPARE(second.value(u"weight").toInt(), 5);
        QCOMPARE(shown.value(u"price").toObject().value(u"input").toString(), QStringLiteral("2.500000000"));
        QVERIFY(lanyard({QStringLiteral("model"), QStringLiteral("list")}).out.contains(QStringLiteral("openai/b@1:5")));
        QCOMPARE(lanyard(QStringLiteral("model set m --remove-route openai/a").split(u' ')).exitCode, 0);
        QCOMPARE(lanyard(QStringLiteral("price set m --output 12").split(u' ')).exitCode, 0);
        QVERIFY(lanyard({QStringLiteral("price"), QStringLiteral("list")}).out.contains(QStringLiteral("12.00")));
        QCOMPARE(lanyard(QStringLiteral("price set m --input 4 --from 2027-01-01T00:00:00Z --tier 1000:input=6").split(u' ')).exitCode, 0);
        QCOMPARE(lanyard(QStringLiteral("price set m --input 5 --from 2028-01-01T00:00:00Z").split(u' ')).exitCode, 0);
        const QJsonObject price = lanyard(QStringLiteral("price show m --json").split(u' ')).json().value(u"price").toObject();
        QCOMPARE(price.value(u"input").toString(), QStringLiteral("2.500000000"));
        const QJsonArray changes = price.value(u"changes").toArray();
        QCOMPARE(changes.size(), 2);
        QCOMPARE(changes.at(0).toObject().value(u"input").toString(), QStringLiteral("4.000000000"));
        QCOMPARE(changes.at(1).toObject().value(u"input").toString(), QStringLiteral("5.000000000"));
        QCOMPARE(changes.at(1).toObject().value(u"output").toString(), QStringLiteral("12.000000000")); // what is not named stays
        QCOMPARE(changes.at(1).toObject().value(u"tiers").toArray().size(), 1);
    }

    void aMadeKeyIsPrintedOnce()
    {
        start();
        const Run run = lanyard({QStringLiteral("key"), QStringLiteral("add"), QStringLiteral("alice/phone")});
        QCOMPARE(run.exitCode, 0);
        QCOMPARE(run.out.count(QStringLiteral("sk-lan-")), 1);
        const QString key = run.out.section(QStringLiteral("sk-lan-"), 1).trimmed();
        QCOMPARE(key.size(), 32);
        QVERIFY(!lanyard({QStringLiteral("key"), QStringLiteral("show"), QStringLiteral("alice/phone")}).out.contains(key));
        const Run json = lanyard({QStringLiteral("key"), QStringLiteral("add"), QStringLiteral("alice/tablet"), QStringLiteral("--json")});
        QVERIFY(json.json().value(u"new_keys").toArray().first().toObject().value(u"key").toString().startsWith(QStringLiteral("sk-lan-")));
    }

    void moneyIsDepositedAndTakenAway()
    {
        start();
        QVERIFY(lanyard(QStringLiteral("user deposit alice 5.00 --note cash").split(u' ')).out.contains(QStringLiteral("alice now has 15.00 USD.")));
        const Run less = lanyard(QStringLiteral("user deposit alice -1.25 --json").split(u' '));
        QVERIFY2(less.exitCode == 0, qPrintable(less.err));
        QCOMPARE(less.json().value(u"balance").toString(), QStringLiteral("13.750000000"));
        QVERIFY(lanyard({QStringLiteral("user"), QStringLiteral("list")}).out.contains(QStringLiteral("13.75")));
    }

    void removingAsksOnATerminalOnly()
    {
        start();
        m_console.terminal = true;
        m_console.answer = QStringLiteral("n");
        const QStringList remove{QStringLiteral("user"), QStringLiteral("remove"), QStringLiteral("alice")};
        QCOMPARE(lanyard(remove).exitCode, 1);
        QCOMPARE(m_console.questions.size(), 1);
        QVERIFY(m_fixture->config.changes.empty());
        QCOMPARE(lanyard({QStringLiteral("key"), QStringLiteral("revoke"), QStringLiteral("alice/laptop"), QStringLiteral("--yes")}).exitCode, 0);
        QCOMPARE(m_console.questions.size(), 1);
        m_console.answer = QStringLiteral("yes");
        QCOMPARE(lanyard(remove).exitCode, 0);
        m_console.terminal = false;
        QCOMPARE(lanyard({QStringLiteral("group"), QStringLiteral("remove"), QStringLiteral("family")}).exitCode, 0);
        QCOMPARE(m_console.questions.size(), 2);
    }

    void switchesWorkByName()
    {
        start();
        for (const char* line : {"provider disable openai", "provider enable openai", "credential disable openai/main", "credential enable openai/main",
                                 "model disable gpt-4o", "model enable gpt-4o", "user freeze alice", "user unfreeze alice", "user disable alice",
                                 "user enable alice", "key disable alice/laptop", "key enable alice/laptop"}) {
            const Run run = lanyard(QString::fromLatin1(line).split(u' '));
            QVERIFY2(run.exitCode == 0 && run.out.startsWith(QStringLiteral("Changed ")), qPrintable(run.out + run.err));
        }
        QVERIFY(lanyard({QStringLiteral("user"), QStringLiteral("enable"), QStringLiteral("alice")}).out.contains(QStringLiteral("Nothing to change.")));
        QVERIFY(lanyard({QStringLiteral("credential"), QStringLiteral("reset"), QStringLiteral("--all")}).out.contains(QStringLiteral("Reset 1 credentials.")));
        QCOMPARE(lanyard({QStringLiteral("credential"), QStringLiteral("reset"), QStringLiteral("openai/main"), QStringLiteral("--json")}).json().value(u"reset").toInt(), 1);
    }

    void everyListAndShowPrints()
    {
        start();
        for (const char* line : {"provider list", "provider show openai", "credential list", "credential show openai/main", "model list",
                                 "model show gpt-4o", "price list", "user list", "user show alice", "group list", "group show family", "key list",
                                 "key show alice/laptop", "setting list", "status", "export"}) {
            const QStringList words = QString::fromLatin1(line).split(u' ');
            const Run run = lanyard(words);
            QVERIFY2(run.exitCode == 0 && run.out.endsWith(u'\n'), qPrintable(QString::fromLatin1(line) + run.err));
            QVERIFY2(!run.out.contains(QStringLiteral("0123456789")) && !run.out.contains(u'\x1b'), qPrintable(run.out));
            QVERIFY2(!lanyard(words + QStringList{QStringLiteral("--json")}).json().isEmpty(), line);
        }
    }

    void filesAreAppliedWithTheCallersVariables()
    {
        start();
        const QString path = m_fixture->folder.filePath(QStringLiteral("lanyard.yaml"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("version: 1\nproviders:\n  - {name: p, kind: openai, base_url: \"http://127.0.0.1:5\", credentials: [{name: a, key: \"${P_KEY}\"}]}\n");
        file.close();
        const QStringList apply{QStringLiteral("apply"), QStringLiteral("-f"), path};
        const Run unset = lanyard(apply);
        QCOMPARE(unset.exitCode, 1);
        QVERIFY2(unset.err.contains(QStringLiteral("P_KEY")), qPrintable(unset.err));
        m_console.variables.insert(QStringLiteral("P_KEY"), QStringLiteral("sk-variable-value"));
        const Run dry = lanyard(apply + QStringList{QStringLiteral("--dry-run")});
        QVERIFY2(dry.exitCode == 0, qPrintable(dry.err));
        QVERIFY(dry.out.contains(QStringLiteral("Added provider p.")));
        QCOMPARE(lanyard({QStringLiteral("provider"), QStringLiteral("show"), QStringLiteral("p")}).exitCode, 1);
        QCOMPARE(lanyard(apply).exitCode, 0);
        QCOMPARE(lanyard({QStringLiteral("provider"), QStringLiteral("show"), QStringLiteral("p")}).exitCode, 0);
        QVERIFY(lanyard(apply).out.contains(QStringLiteral("Nothing to change.")));
        m_console.input = "version: 1\nusers: [{name: zoe, ageee: 3}]\n";
        const Run wrong = lanyard({QStringLiteral("apply"), QStringLiteral("-f"), QStringLiteral("-")});
        QCOMPARE(wrong.exitCode, 1);
        QVERIFY2(wrong.err.contains(QStringLiteral("line 2")) && wrong.err.contains(QStringLiteral("ageee")), qPrintable(wrong.err));
        QVERIFY(lanyard({QStringLiteral("apply"), QStringLiteral("-f"), QStringLiteral("/no/such/file")}).err.contains(QStringLiteral("cannot be read")));
    }

    void settingsAreChangedByName()
    {
        start();
        QCOMPARE(lanyard(QStringLiteral("setting set default_model gpt-4o").split(u' ')).exitCode, 0);
        QVERIFY(lanyard({QStringLiteral("setting"), QStringLiteral("list")}).out.contains(QStringLiteral("gpt-4o")));
        QCOMPARE(lanyard(QStringLiteral("setting set default_model --default").split(u' ')).exitCode, 0);
        QCOMPARE(lanyard(QStringLiteral("setting set no_such_setting 1").split(u' ')).exitCode, 1);
    }

    void stoppingTellsOrWaits()
    {
        start();
        QCOMPARE(lanyard({QStringLiteral("stop")}).exitCode, 0);
        QCOMPARE(m_fixture->stops, 1);
        m_fixture->services.stop = [this] { QMetaObject::invokeMethod(this, [this] { m_fixture->server.reset(); }, Qt::QueuedConnection); };
        const Run waited = lanyard({QStringLiteral("stop"), QStringLiteral("--wait")});
        QVERIFY2(waited.exitCode == 0, qPrintable(waited.err));
        QVERIFY(!m_fixture->server);
    }

    void theCheckOfAProviderDecidesTheCode()
    {
        start();
        ProviderCheckResult answer{true, 200, 12, {}, {QStringLiteral("a"), QStringLiteral("b")}};
        m_fixture->services.checkProvider = [&](const ProviderCheckParams&, const AdminServices::Done<ProviderCheckResult>& done) { done(answer); };
        const QStringList check{QStringLiteral("provider"), QStringLiteral("check"), QStringLiteral("openai")};
        QVERIFY(lanyard(check).out.contains(QStringLiteral("offers 2 models")));
        answer = {false, 401, 12, QStringLiteral("Incorrect API key"), {}};
        const Run failed = lanyard(check);
        QCOMPARE(failed.exitCode, 1);
        QVERIFY(failed.out.contains(QStringLiteral("status 401")) && failed.out.contains(QStringLiteral("Incorrect API key")));
    }

    void explainShowsTheOrder()
    {
        start();
        m_fixture->services.explain = [](const ExplainParams& params) -> Result<ExplainResult> {
            return ExplainResult{params.model, QStringLiteral("gpt-4o"), QStringLiteral("priority"),
                                 {{QStringLiteral("openai"), QStringLiteral("gpt-4o"), 0, 1, QStringLiteral("main"), params.user.value_or(QString()) + params.key.value_or(QString())},
                                  {QStringLiteral("backup"), QStringLiteral("gpt"), 1, 1, {}, QStringLiteral("cooling")}}};
        };
        const Run run = lanyard(QStringLiteral("explain gpt-4o-latest --key alice/laptop").split(u' '));
        QVERIFY2(run.exitCode == 0, qPrintable(run.err));
        QVERIFY(run.out.contains(QStringLiteral("gpt-4o-latest means gpt-4o.")));
        QVERIFY(run.out.contains(QStringLiteral("alicelaptop")));
        QVERIFY(run.out.indexOf(QStringLiteral("openai/gpt-4o@0:1")) < run.out.indexOf(QStringLiteral("backup/gpt@1:1")));
    }

    void theDoctorFindsWhatIsWrong()
    {
        QTcpServer listening;
        QVERIFY(listening.listen(QHostAddress::LocalHost));
        m_fixture->listen = {QStringLiteral("http://127.0.0.1:%1").arg(listening.serverPort())};
        start();
        const Run healthy = lanyard({QStringLiteral("doctor"), QStringLiteral("--json")});
        QVERIFY2(healthy.exitCode == 0, qPrintable(healthy.out));
        QCOMPARE(healthy.json().value(u"ok").toBool(), true);
        m_fixture->services.state = [] { return QStringLiteral("locked"); };
        QVERIFY(lanyard({QStringLiteral("doctor")}).out.contains(QStringLiteral("master key cannot be had")));
        QCOMPARE(lanyard({QStringLiteral("doctor")}).exitCode, 1);
        m_fixture->services.state = nullptr;
        listening.close();
        const Run deaf = lanyard({QStringLiteral("doctor")});
        QCOMPARE(deaf.exitCode, 1);
        QVERIFY(deaf.out.contains(QStringLiteral("cannot be reached")));
    }

    void coloursAreForTerminals()
    {
        start();
        QVERIFY(!lanyard({QStringLiteral("provider"), QStringLiteral("list")}).out.contains(u'\x1b'));
        m_console.terminal = true;
        QVERIFY(lanyard({QStringLiteral("provider"), QStringLiteral("list")}).out.contains(u'\x1b'));
        QVERIFY(!lanyard({QStringLiteral("provider"), QStringLiteral("list"), QStringLiteral("--json")}).out.contains(u'\x1b'));
    }

private:
    void start()
    {
        m_fixture->start();
        m_fixture->configure(kDocument);
    }

    Run lanyard(const QStringList& words) { return exactly(words + QStringList{QStringLiteral("--admin-socket"), m_fixture->options.location.path}); }

    Run exactly(const QStringList& words)
    {
        m_console.outText.clear();
        m_console.errText.clear();
        CtlRun run(m_console);
        QSignalSpy finished(&run, &CtlRun::finished);
        run.start(words);
        Run result;
        if (finished.wait(10'000))
            result.exitCode = finished.first().first().toInt();
        result.out = m_console.outText;
        result.err = m_console.errText;
        return result;
    }

    /// The key in the change that was made last.
    QString lastKey() const
    {
        const ConfigNode* providers = m_fixture->config.changes.back().document.find("providers");
        const ConfigNode* credentials = providers->items.front().find("credentials");
        return QString::fromStdString(credentials->items.front().find("key")->scalar);
    }

    std::unique_ptr<AdminFixture> m_fixture;
    FakeConsole m_console;
};

LANYARD_TEST(tst_Ctl)
#include "tst_Ctl.moc"
