#include "EditorHarness.h"

#include "config/ConfigExport.h"
#include "support/TestMain.h"

#include <QDir>

using namespace lanyard;
using lanyard::test::EditorHarness;
using lanyard::test::fixture;

namespace {

constexpr std::string_view kBefore = R"(
providers: [{name: before, kind: demo}]
models: [{name: before, routes: [{provider: before}]}]
users: [{name: before, keys: [{name: k, key: sk-lan-before-0001}]}]
)";

const std::map<std::string, std::string> kVariables{{"OPENAI_API_KEY", "sk-upstream-4711"}, {"OFFICE_PROXY_PASSWORD", "proxy-secret-4711"}};

} // namespace

/// Whole documents from tests/fixtures/config.
class tst_ConfigDocuments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// The first lines of a bad document say which message it gets: "# expect: <line of the message>".
    void badDocumentsAreRefusedWhole_data()
    {
        QTest::addColumn<QString>("file");
        const QStringList files = QDir(QStringLiteral(LANYARD_FIXTURES "/config/bad")).entryList({QStringLiteral("*.yaml")});
        QVERIFY(files.size() >= 30);
        for (const QString& file : files)
            QTest::newRow(qPrintable(file)) << file;
    }
    void badDocumentsAreRefusedWhole()
    {
        QFETCH(QString, file);
        const QByteArray yaml = fixture(QStringLiteral("bad/") + file);
        QByteArray expected;
        for (const QByteArray& line : yaml.split('\n')) {
            if (line.startsWith("# expect: "))
                expected += (expected.isEmpty() ? "" : "\n") + line.mid(10);
        }
        QVERIFY(!expected.isEmpty());

        EditorHarness harness;
        harness.variables = kVariables;
        QVERIFY(harness.apply(kBefore));
        const Configuration before = harness.current;
        const Result<void> result = harness.apply(yaml.toStdString());
        QVERIFY(!result);
        QCOMPARE(QByteArray::fromStdString(result.error().message), expected);
        QVERIFY(harness.current == before);
        for (const auto& [name, secret] : kVariables)
            QVERIFY(!QByteArray::fromStdString(result.error().message + result.error().detail).contains(secret.c_str()));
    }

    void everythingThatIsSupportedIsRead()
    {
        EditorHarness harness;
        harness.variables = kVariables;
        const Result<void> result = harness.apply(fixture(QStringLiteral("good/everything.yaml")).toStdString());
        QVERIFY2(result, result ? "" : result.error().message.c_str());
        const Configuration& c = harness.current;

        QCOMPARE(c.settings, (std::map<std::string, std::string>{
            {"default_model", "gpt-4o-mini"}, {"unpriced_models", "block"}, {"keep_alive_ping_ms", "10000"}, {"retry_deadline_ms", "30000"}, {"queue_wait_ms", "5000"}, {"queue_length", "50"},
            {"cache_ttl_ms", "600000"}, {"cache_bytes", "1048576"}, {"cache_hit_percent", "10"}, {"idempotency_ttl_ms", "3600000"},
            {"idempotency_bytes", "2097152"}, {"time_zone", "Europe/Berlin"}, {"body_bytes", "20971520"},
            {"contact", "Zoë, room 4: zoe@example.com"}, {"cors_origins", "https://chat.example.com,http://localhost:3000"}}));

        QCOMPARE(c.proxies.size(), std::size_t{1});
        QCOMPARE(c.proxies[0].url, std::string("socks5h://10.0.0.2:1080"));
        QCOMPARE(std::string(c.proxies[0].password.reveal()), std::string("proxy-secret-4711"));

        QCOMPARE(c.providers.size(), std::size_t{3});
        const ProviderConfig& openai = c.providers[0];
        QCOMPARE(openai.baseUrl, std::string("http://127.0.0.1:4001/v1"));
        QCOMPARE(openai.headers, (std::vector<std::pair<std::string, std::string>>{{"X-Team", "lab"}, {"X-Price", "costs ${5}"}}));
        QCOMPARE(openai.timeouts.connect, std::chrono::milliseconds{2000});
        QCOMPARE(openai.limits, (Limits{60U, 10000U, 1000U, 4000U, 8U}));
        QCOMPARE(openai.credentials.size(), std::size_t{2});
        QCOMPARE(std::string(openai.credentials[0].key->reveal()), std::string("sk-upstream-4711"));
        QCOMPARE(openai.credentials[0].keyPrefix, std::string("sk-up"));
        QCOMPARE(openai.credentials[0].weight, 20U);
        QCOMPARE(openai.credentials[0].limits.rpm, std::optional<std::uint32_t>(60U));
        QVERIFY(openai.credentials[1].key && openai.credentials[1].key->empty());
        QVERIFY(!openai.credentials[1].enabled);
        QVERIFY((openai.coolDown == CoolDown{std::chrono::milliseconds{100}, std::chrono::milliseconds{200}}));
        QVERIFY((openai.credentials[0].coolDown == CoolDown{{}, std::chrono::milliseconds{1500}}));
        QCOMPARE(c.providers[1].baseUrl, std::string("https://[::1]:8443/api/v3"));
        QVERIFY(c.providers[2].baseUrl.empty());

        const ModelConfig& gpt = c.models[0];
        QVERIFY(gpt.strategy == Strategy::Weighted);
        QCOMPARE(gpt.aliases, (std::vector<std::string>{"gpt-4o-latest", "true"}));
        QCOMPARE(gpt.maxOutput, std::optional<std::uint32_t>(16384U));
        QVERIFY(!gpt.affinity && gpt.hedging && gpt.cache);
        QVERIFY((gpt.breaker == BreakerRules{3, 80, 10, std::chrono::seconds{20}, std::chrono::seconds{2}, std::chrono::minutes{1}}));
        QCOMPARE(gpt.routes.size(), std::size_t{2});
        QCOMPARE(gpt.routes[1].provider, std::string("local box"));
        QCOMPARE(gpt.routes[1].upstreamModel, std::string("org/gpt: 4o"));
        QCOMPARE(gpt.routes[1].priority, 1U);
        QCOMPARE(gpt.price->input.nano(), std::int64_t{2'500'000'000});
        QCOMPARE(gpt.price->output.nano(), std::int64_t{10'000'000'000});
        QCOMPARE(gpt.price->cacheWrite1h->nano(), std::int64_t{5'000'000'000});
        QCOMPARE(gpt.price->perCall.nano(), std::int64_t{1});
        QCOMPARE(c.models[1].routes[0].upstreamModel, std::string("gpt-4o-mini"));
        QVERIFY(!c.models[1].price);
        QVERIFY(c.models[2].price);

        QCOMPARE(c.groups[0].multiplierMicro, std::int64_t{1'250'000});
        const UserConfig& alice = c.users[0];
        QCOMPARE(alice.group, std::string("family"));
        QCOMPARE(alice.keys.size(), std::size_t{3});
        QCOMPARE(alice.keys[0].hash, harness.hasher().hash("sk-lan-0123456789abcdef0123456789abcdef"));
        QCOMPARE(alice.keys[0].prefix, std::string("sk-lan-0123"));
        QCOMPARE(alice.keys[1].ips.size(), std::size_t{3});
        QCOMPARE(alice.keys[1].expires->time_since_epoch(), std::chrono::milliseconds{1'798'761'600'000});
        QCOMPARE(alice.keys[2].expires->time_since_epoch(), std::chrono::milliseconds{1'798'799'400'000});
        QCOMPARE(alice.queueWeight, 3U);
        QVERIFY(!alice.keys[0].cache && alice.keys[1].cache);
        QVERIFY(c.users[1].frozen);
        QVERIFY(!c.users[1].enabled);

        QCOMPARE(harness.report.openings.size(), std::size_t{1});
        QCOMPARE(harness.report.openings[0].user, alice.id);
        QCOMPARE(harness.report.openings[0].amount.toString(), std::string("10.000000000"));
        QCOMPARE(harness.report.newKeys.size(), std::size_t{2});
        QCOMPARE(harness.report.newKeys[0].name, std::string("phone"));
        QCOMPARE(harness.hasher().hash(harness.report.newKeys[0].key.reveal()), alice.keys[1].hash);
    }

    void theSameDocumentAgainChangesNothing()
    {
        EditorHarness harness;
        harness.variables = kVariables;
        const std::string yaml = fixture(QStringLiteral("good/everything.yaml")).toStdString();
        QVERIFY(harness.apply(yaml));
        const Configuration once = harness.current;
        QVERIFY(!harness.report.lines.empty());
        const std::size_t lines = harness.report.lines.size();

        QVERIFY(harness.apply(yaml));
        QVERIFY(harness.current == once);
        QCOMPARE(harness.report.lines.size(), lines);
        for (const ChangeLine& line : harness.report.lines)
            QVERIFY2(line.action == ChangeLine::Action::Unchanged, harness.lines().c_str());
        QVERIFY(harness.report.newKeys.empty());
        QVERIFY(harness.report.openings.empty());
    }

    void exportAppliedToItsOriginChangesNothing()
    {
        EditorHarness harness;
        harness.variables = kVariables;
        QVERIFY(harness.apply(fixture(QStringLiteral("good/everything.yaml")).toStdString()));
        ConfigChange revoke;
        revoke.revoke.push_back({ObjectKind::ApiKey, "watch", "alice"});
        QVERIFY(harness.applyChange(revoke));
        const Configuration origin = harness.current;
        const std::string yaml = exportYaml(origin);

        for (const std::string secret : {"sk-upstream-4711", "proxy-secret-4711", "sk-lan-0123456789abcdef"})
            QVERIFY2(yaml.find(secret) == std::string::npos, secret.c_str());

        harness.variables.clear();
        for (const bool prune : {false, true}) {
            ConfigChange change;
            change.prune = prune;
            const Result<void> result = harness.apply(yaml, change);
            QVERIFY2(result, result ? "" : (result.error().message + "\n" + yaml).c_str());
            QVERIFY(harness.current == origin);
            for (const ChangeLine& line : harness.report.lines)
                QVERIFY2(line.action == ChangeLine::Action::Unchanged, harness.lines().c_str());
        }
    }

    void exportAppliedToNothingMakesTheSameWithoutSecrets()
    {
        EditorHarness origin;
        origin.variables = kVariables;
        QVERIFY(origin.apply(fixture(QStringLiteral("good/everything.yaml")).toStdString()));
        ConfigChange revoke;
        revoke.revoke.push_back({ObjectKind::ApiKey, "watch", "alice"});
        QVERIFY(origin.applyChange(revoke));
        EditorHarness copy;
        const Result<void> result = copy.apply(exportYaml(origin.current));
        QVERIFY2(result, result ? "" : result.error().message.c_str());
        // Two live keys are made anew, the revoked one stays revoked and is shown to nobody.
        QCOMPARE(copy.report.newKeys.size(), std::size_t{2});

        const auto withoutSecrets = [](Configuration c) {
            for (ProxyConfig& proxy : c.proxies)
                proxy.password = Secret();
            for (ProviderConfig& provider : c.providers) {
                for (CredentialConfig& credential : provider.credentials) {
                    credential.key = Secret();
                    credential.keyPrefix.clear();
                }
            }
            for (UserConfig& user : c.users) {
                for (ApiKeyConfig& key : user.keys) {
                    key.hash = {};
                    key.prefix.clear();
                }
            }
            return c;
        };
        QVERIFY(withoutSecrets(copy.current) == withoutSecrets(origin.current));
        QCOMPARE(exportYaml(copy.current), exportYaml(origin.current));
    }

    /// A document that was cut is applied whole or refused with words, wherever the cut is.
    void documentsCutAnywhereAreRefusedOrApplied()
    {
        const std::string yaml = fixture(QStringLiteral("good/everything.yaml")).toStdString();
        EditorHarness harness;
        harness.variables = kVariables;
        QVERIFY(harness.apply(kBefore));
        const EditorHarness before = harness;
        int refused = 0;
        for (std::size_t size = 0; size < yaml.size(); size += 3) {
            EditorHarness cut = before;
            const Result<void> result = cut.apply(std::string_view(yaml).substr(0, size));
            if (result)
                continue;
            ++refused;
            QVERIFY(!result.error().message.empty());
            QVERIFY(QUtf8StringView(result.error().message).isValidUtf8());
            QVERIFY(cut.current == before.current);
        }
        QVERIFY(refused > 500);
    }

    void exportReadsWell()
    {
        EditorHarness harness;
        harness.variables = kVariables;
        QVERIFY(harness.apply(fixture(QStringLiteral("good/everything.yaml")).toStdString()));
        QCOMPARE(QByteArray::fromStdString(exportYaml(harness.current)), fixture(QStringLiteral("exported.yaml")));
    }

    void exportOfNothingIsADocument()
    {
        EditorHarness harness;
        QVERIFY(harness.apply(exportYaml({})));
        QVERIFY(harness.report.lines.empty());
        QVERIFY(harness.current == Configuration{});
    }
};

LANYARD_TEST(tst_ConfigDocuments)
#include "tst_ConfigDocuments.moc"
