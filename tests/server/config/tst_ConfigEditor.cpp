#include "EditorHarness.h"

#include "config/ConfigExport.h"
#include "settings/ProviderPresets.h"
#include "support/TestMain.h"

using namespace lanyard;
using lanyard::test::EditorHarness;
using lanyard::test::fixture;

namespace {

std::string house()
{
    return fixture(QStringLiteral("good/house.yaml")).toStdString();
}

/// `actual` and `expected` side by side in the output when they differ.
void compareText(const std::string& actual, std::string_view expected)
{
    QCOMPARE(QByteArray::fromStdString(actual), QByteArray(expected.data(), static_cast<qsizetype>(expected.size())));
}

ConfigChange expecting(ConfigChange::Expect expect)
{
    ConfigChange change;
    change.expect = expect;
    return change;
}

ConfigChange pruning()
{
    ConfigChange change;
    change.prune = true;
    return change;
}

} // namespace

class tst_ConfigEditor : public QObject
{
    Q_OBJECT

private:
    EditorHarness m_house;

    void refused(const Result<void>& result, ErrorCode code, std::string_view message)
    {
        QVERIFY(!result);
        compareText(result.error().message, message);
        QCOMPARE(result.error().code, code);
    }

private Q_SLOTS:
    void init()
    {
        m_house = EditorHarness();
        const Result<void> made = m_house.apply(house());
        QVERIFY2(made, made ? "" : made.error().message.c_str());
    }

    void aPresetFillsInWhatIsNotGiven()
    {
        QVERIFY(m_house.apply("providers:\n  - {name: deep, preset: deepseek}\n  - {name: claude, preset: anthropic, base_url: \"http://127.0.0.1:1/x\"}\n"
                              "  - {name: router, preset: openrouter}\n"));
        const auto find = [&](std::string_view name) {
            const auto& all = m_house.current.providers;
            return *std::find_if(all.begin(), all.end(), [=](const ProviderConfig& provider) { return provider.name == name; });
        };
        QVERIFY(find("deep").kind == ProviderKind::OpenAi && find("deep").options.empty());
        compareText(find("deep").baseUrl, "https://api.deepseek.com/v1");
        QVERIFY(find("claude").kind == ProviderKind::Anthropic);
        compareText(find("claude").baseUrl, "http://127.0.0.1:1/x");
        compareText(find("router").options.at("responses"), "true");
        const Result<void> unknown = m_house.apply("providers:\n  - {name: x, preset: deepsek, kind: openai}\n");
        refused(unknown, ErrorCode::InvalidArgument,
                "line 2: providers[0].preset: there is no preset \"deepsek\" (did you mean \"deepseek\"?); lanyard provider add --help lists all");
    }

    void everyPresetMakesAProvider()
    {
        std::string yaml = "providers:\n";
        for (const ProviderPreset& preset : providerPresets())
            yaml += "  - {name: \"p-" + std::string(preset.name) + "\", preset: " + std::string(preset.name) + "}\n";
        const std::size_t before = m_house.current.providers.size();
        const Result<void> made = m_house.apply(yaml);
        QVERIFY2(made, made ? "" : made.error().message.c_str());
        QCOMPARE(m_house.current.providers.size(), before + providerPresets().size());
        QVERIFY(providerPresets().size() >= 25);
    }

    void whatIsAbsentIsLeftAlone()
    {
        const Configuration before = m_house.current;
        QVERIFY(m_house.apply("providers: [{name: openai, enabled: false}]\nusers: [{name: bob, group: guests}]"));
        compareText(m_house.lines(), "updated provider \"openai\"\nupdated user \"bob\"\n");
        Configuration expected = before;
        expected.providers[0].enabled = false;
        expected.users[1].group = "guests";
        QVERIFY(m_house.current == expected);
    }

    void anEmptyDocumentChangesNothing()
    {
        const Configuration before = m_house.current;
        for (const std::string_view text : {"", "# nothing\n", "version: 1", "users:\nmodels: []\n"}) {
            QVERIFY(m_house.apply(text));
            QVERIFY(m_house.report.lines.empty());
            QVERIFY(m_house.current == before);
        }
    }

    void limitsAndPricesAreMergedAllElseReplaces()
    {
        const Result<void> applied = m_house.apply(R"(
providers: [{name: openai, limits: {rpm: 5}, headers: {X-C: c}}]
models: [{name: gpt, price: {cached_input: '0.10'}, aliases: [h, i]}]
)");
        QVERIFY2(applied, applied ? "" : applied.error().message.c_str());
        const ProviderConfig& provider = m_house.current.providers[0];
        QCOMPARE(provider.limits.rpm, std::optional<std::uint32_t>(5U));
        QCOMPARE(provider.limits.tpm, std::optional<std::uint64_t>(1000U));
        QCOMPARE(provider.headers.size(), std::size_t{1});
        const ModelConfig& model = m_house.current.models[0];
        QCOMPARE(model.price->input.toShortString(), std::string("1.00"));
        QCOMPARE(model.price->cachedInput->toShortString(), std::string("0.10"));
        QCOMPARE(model.aliases, (std::vector<std::string>{"h", "i"}));
    }

    void nullBringsBackTheDefault()
    {
        const Result<void> applied = m_house.apply(R"(
settings: {contact: null, max_attempts: 3}
providers: [{name: openai, proxy: null, limits: {rpm: null}, headers: ~}]
models: [{name: gpt, price: null}]
users: [{name: alice, group: null}]
)");
        QVERIFY2(applied, applied ? "" : applied.error().message.c_str());
        QVERIFY(m_house.current.settings.empty());
        const ProviderConfig& provider = m_house.current.providers[0];
        QVERIFY(provider.proxy.empty());
        QVERIFY(provider.headers.empty());
        QVERIFY(!provider.limits.rpm);
        QVERIFY(provider.limits.tpm);
        QVERIFY(!m_house.current.models[0].price);
        QVERIFY(m_house.current.users[0].group.empty());
        QCOMPARE(m_house.report.warnings.size(), std::size_t{1});
        compareText(m_house.report.warnings[0], "model \"gpt\" has no price: its requests are free");
    }

    void unpricedModelsAreWarnedOfAsTheSettingHasIt()
    {
        QVERIFY(m_house.apply("settings: {unpriced_models: block}\nmodels: [{name: new}, {name: off, enabled: false}]"));
        QCOMPARE(m_house.report.warnings, (std::vector<std::string>{
            "model \"new\" has no price: its requests are refused (unpriced_models: block)", "model \"new\" has no routes: its requests are refused"}));
    }

    void aPriceMayChangeOnADate()
    {
        QVERIFY(m_house.apply("version: 1\nmodels: [{name: x, price: {input: \"1\", output: \"2\", image: \"0.04\", changes: [{effective: 2027-06-01, input: \"3\", output: \"4\"},"
                              " {effective: 2027-01-01, input: \"2\", output: \"3\", tiers: [{above: 1000, input: \"5\"}]}]}, routes: []}]\n"));
        const Price& price = *m_house.current.models.back().price;
        QCOMPARE(price.image.toShortString(), std::string("0.04"));
        QCOMPARE(price.changes.size(), std::size_t{2});
        QCOMPARE(price.changes[0].price.input.toShortString(), std::string("2.00")); // by date
        QCOMPARE(price.changes[0].price.tiers.size(), std::size_t{1});
        EditorHarness again;
        QVERIFY(again.apply(exportYaml(m_house.current)));
        QCOMPARE(*again.current.models.back().price, price);
        for (const char* wrong : {"[{input: \"1\"}]", "[{effective: soon, input: \"1\"}]", "[{effective: 2027-01-01}, {effective: 2027-01-01}]",
                                  "[{effective: 2027-01-01, changes: [{effective: 2027-02-01}]}]", "{effective: 2027-01-01}"})
            QVERIFY2(!m_house.apply("version: 1\nmodels: [{name: x, price: {changes: " + std::string(wrong) + "}}]\n"), wrong);
        QCOMPARE(m_house.current.models.back().price->changes.size(), std::size_t{2});
    }

    void aHeaderFromAVariableIsASecret()
    {
        m_house.variables["PARTNER_KEY"] = "partner-4711";
        QVERIFY(m_house.apply("version: 1\nproviders: [{name: openai, headers: {X-Team: lab, X-Partner: \"${PARTNER_KEY}\"}}]\n"));
        const ProviderConfig& provider = m_house.current.providers[0];
        QCOMPARE(provider.headers[1].second, std::string("partner-4711"));
        QCOMPARE(provider.secretHeaders, std::vector<std::string>{"X-Partner"});
        const std::string exported = exportYaml(m_house.current);
        QVERIFY(exported.find("partner-4711") == std::string::npos);
        QVERIFY(exported.find("X-Partner") != std::string::npos);
        m_house.variables.clear();
        QVERIFY(m_house.apply(exported)); // null keeps it
        QCOMPARE(m_house.current.providers[0].headers[1].second, std::string("partner-4711"));
        QVERIFY(!EditorHarness().apply(exported)); // a new installation has nothing to keep
        QVERIFY(m_house.apply("version: 1\nproviders: [{name: openai, headers: {X-Team: lab}}]\n"));
        QVERIFY(m_house.current.providers[0].secretHeaders.empty());
    }

    void badConfigurationIsRefusedAsAWholeWithTheFieldNamed_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("named");
        QTest::newRow("route to nowhere") << QByteArray("models: [{name: z, routes: [{provider: nobody}]}]") << QByteArray("models[0].routes[0].provider");
        QTest::newRow("negative limit") << QByteArray("providers: [{name: openai, limits: {rpm: -1}}]") << QByteArray("providers[0].limits.rpm");
        QTest::newRow("limit of zero") << QByteArray("providers: [{name: openai, limits: {rpm: 0}}]") << QByteArray("limits");
        QTest::newRow("alias of itself") << QByteArray("models: [{name: z, aliases: [z], routes: []}]") << QByteArray("models[0].aliases");
        QTest::newRow("aliases in a ring") << QByteArray("models: [{name: y, aliases: [z], routes: []}, {name: z, aliases: [y], routes: []}]") << QByteArray("aliases");
        QTest::newRow("two routes alike") << QByteArray("models: [{name: z, routes: [{provider: openai, model: m}, {provider: openai, model: m}]}]")
                                          << QByteArray("models[0].routes[1]");
        QTest::newRow("weight below zero") << QByteArray("models: [{name: z, routes: [{provider: openai, weight: -2}]}]") << QByteArray("models[0].routes[0].weight");
        QTest::newRow("strategy") << QByteArray("models: [{name: z, strategy: best, routes: []}]") << QByteArray("models[0].strategy");
        QTest::newRow("default strategy") << QByteArray("settings: {default_strategy: best}") << QByteArray("settings.default_strategy");
        QTest::newRow("error style") << QByteArray("users: [{name: q, keys: [{name: k, error_style: loud}]}]") << QByteArray("users[0].keys[0].error_style");
        QTest::newRow("address") << QByteArray("users: [{name: q, keys: [{name: k, ips: [10.0.0.0/99]}]}]") << QByteArray("ips");
    }
    void badConfigurationIsRefusedAsAWholeWithTheFieldNamed()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, named);
        const Configuration before = m_house.current;
        const Result<void> result = m_house.apply("version: 1\ngroups: [{name: a group that is fine}]\n" + text.toStdString() + "\n");
        QVERIFY(!result);
        QVERIFY2(result.error().message.find(named.toStdString()) != std::string::npos, result.error().message.c_str());
        QCOMPARE(m_house.current, before);
    }

    void secretsStayUnlessTheyAreGiven()
    {
        QVERIFY(m_house.apply("providers: [{name: openai, credentials: [{name: main, weight: 9}]}]\nproxies: [{name: office, username: u}]\n"
                              "users: [{name: alice, keys: [{name: laptop, enabled: false}]}]"));
        const auto& credentials = m_house.current.providers[0].credentials;
        QCOMPARE(credentials.size(), std::size_t{2});
        QCOMPARE(credentials[0].weight, 9U);
        QCOMPARE(std::string(credentials[0].key->reveal()), std::string("sk-main"));
        QCOMPARE(std::string(m_house.current.proxies[0].password.reveal()), std::string("secret"));
        QCOMPARE(m_house.current.users[0].keys[0].hash, m_house.hasher().hash("sk-lan-laptop-0001"));
        QVERIFY(m_house.report.newKeys.empty());
        compareText(m_house.lines(), "updated proxy \"office\"\nunchanged provider \"openai\"\nupdated credential \"main\" of provider \"openai\"\n"
                                     "unchanged user \"alice\"\nupdated key \"laptop\" of user \"alice\"\n");
    }

    void aCredentialOfALockedVaultCanBeEditedWithoutItsKey()
    {
        m_house.current.providers[0].credentials[0].key.reset();
        QVERIFY(m_house.apply("providers: [{name: openai, credentials: [{name: main, weight: 9}]}]"));
        QVERIFY(!m_house.current.providers[0].credentials[0].key);
        QVERIFY(m_house.apply("providers: [{name: openai, credentials: [{name: main, key: sk-new-key-of-main}]}]"));
        QCOMPARE(std::string(m_house.current.providers[0].credentials[0].key->reveal()), std::string("sk-new-key-of-main"));
        QCOMPARE(m_house.current.providers[0].credentials[0].keyPrefix, std::string("sk-new"));
    }

    void aCredentialWithoutAKeyIsNoted()
    {
        QVERIFY(m_house.apply("providers: [{name: openai, credentials: [{name: later}]}]"));
        compareText(m_house.lines(), "unchanged provider \"openai\"\ncreated credential \"later\" of provider \"openai\" (no key: calls go out without one)\n");
    }

    void aNewKeyIsMadeOnce()
    {
        QVERIFY(m_house.apply("users: [{name: bob, keys: [{name: tablet}]}]"));
        QCOMPARE(m_house.report.newKeys.size(), std::size_t{1});
        const std::string_view key = m_house.report.newKeys[0].key.reveal();
        QVERIFY(key.starts_with("sk-lan-"));
        QCOMPARE(key.size(), std::size_t{39});
        QCOMPARE(m_house.current.users[1].keys[0].hash, m_house.hasher().hash(key));
        QCOMPARE(m_house.current.users[1].keys[0].prefix, std::string(key.substr(0, 11)));
        QVERIFY(m_house.apply("users: [{name: bob, keys: [{name: tablet}]}]"));
        QVERIFY(m_house.report.newKeys.empty());
    }

    void openingBalancesAreBookedOnce()
    {
        QVERIFY(m_house.apply("users: [{name: carol, balance: 0}, {name: bob, balance: 10.00}]"));
        QCOMPARE(m_house.report.openings.size(), std::size_t{1});
        QCOMPARE(m_house.report.openings[0].user, m_house.current.users[2].id);
        QVERIFY(m_house.report.openings[0].amount.isZero());
        compareText(m_house.lines(), "created user \"carol\"\nunchanged user \"bob\" (balance ignored: the user exists (use lanyard user deposit))\n");
    }

    void numbersArePermanent()
    {
        const Configuration before = m_house.current;
        QVERIFY(m_house.apply(house()));
        QVERIFY(m_house.current == before);
        ConfigChange remove;
        remove.remove.push_back({ObjectKind::User, "bob", {}});
        QVERIFY(m_house.applyChange(remove));
        QVERIFY(m_house.apply("users: [{name: bob}]"));
        QVERIFY(m_house.current.users[1].id != before.users[1].id);
        QVERIFY(m_house.current.users[0].id == before.users[0].id);
    }

    void aListOfRoutesReplacesTheList()
    {
        const std::vector<RouteConfig> before = m_house.current.models[0].routes;
        QVERIFY(m_house.apply("models: [{name: gpt, routes: [{provider: demo}, {provider: openai, model: gpt-4o, priority: 2}, {provider: openai, model: gpt-5}]}]"));
        compareText(m_house.lines(), "updated model \"gpt\" (order of the routes)\nunchanged route \"demo/gpt\" of model \"gpt\"\n"
                                     "updated route \"openai/gpt-4o\" of model \"gpt\"\ncreated route \"openai/gpt-5\" of model \"gpt\"\n");
        const std::vector<RouteConfig>& after = m_house.current.models[0].routes;
        QCOMPARE(after.size(), std::size_t{3});
        QCOMPARE(after[0].id, before[1].id);
        QCOMPARE(after[1].id, before[0].id);
        QCOMPARE(after[1].weight, 7U);
        QCOMPARE(after[1].priority, 2U);

        QVERIFY(m_house.apply("models: [{name: gpt, routes: [{provider: openai, model: gpt-4o}]}]"));
        compareText(m_house.lines(), "unchanged model \"gpt\"\nunchanged route \"openai/gpt-4o\" of model \"gpt\"\n"
                                     "removed route \"demo/gpt\" of model \"gpt\"\nremoved route \"openai/gpt-5\" of model \"gpt\"\n");
        QCOMPARE(m_house.current.models[0].routes.size(), std::size_t{1});
    }

    void baseUrlIsCompletedOnce()
    {
        QVERIFY(m_house.apply("providers: [{name: openai, base_url: \"http://127.0.0.1:2/\"}]"));
        QCOMPARE(m_house.current.providers[0].baseUrl, std::string("http://127.0.0.1:2/v1"));
        QVERIFY(m_house.apply("providers: [{name: openai, base_url: \"http://127.0.0.1:2\"}]"));
        compareText(m_house.lines(), "unchanged provider \"openai\"\n");
    }

    void pruneRemovesWhatIsNotListedWhereSomethingIsListed()
    {
        const Result<void> applied = m_house.apply(R"(
prune: true
settings: {max_attempts: 5}
providers:
  - {name: openai, limits: {rpm: 60}, credentials: [{name: main}]}
  - {name: demo}
users:
  - {name: alice}
)");
        QVERIFY2(applied, applied ? "" : applied.error().message.c_str());
        compareText(m_house.lines(), "unchanged setting \"max_attempts\"\nupdated setting \"contact\" (back to the default)\n"
                                     "updated provider \"openai\"\nunchanged credential \"main\" of provider \"openai\"\n"
                                     "removed credential \"spare\" of provider \"openai\"\nunchanged provider \"demo\"\n"
                                     "unchanged user \"alice\"\nremoved user \"bob\"\n");
        const Configuration& c = m_house.current;
        QVERIFY(!c.providers[0].limits.tpm);
        QVERIFY(c.providers[0].proxy == "office");
        QCOMPARE(c.users[0].keys.size(), std::size_t{2});
        QCOMPARE(c.models.size(), std::size_t{2});
        QCOMPARE(c.groups.size(), std::size_t{2});
    }

    void pruneMayEmptyASection()
    {
        QVERIFY(m_house.apply("users: []", pruning()));
        QVERIFY(m_house.current.users.empty());
        QCOMPARE(m_house.current.groups.size(), std::size_t{2});
    }

    void pruneOfWhatIsStillUsedIsRefused()
    {
        const Configuration before = m_house.current;
        refused(m_house.apply("providers: [{name: openai}]\nproxies: []\ngroups: [{name: guests}]", pruning()), ErrorCode::Conflict,
                "provider \"demo\": still used by routes of model \"gpt\", \"other\"; change that first\n"
                "proxy \"office\": still used by provider \"openai\"; change that first\n"
                "group \"family\": still used by user \"alice\"; change that first");
        QVERIFY(m_house.current == before);
    }

    void whatIsFreedInTheSameChangeMayGo()
    {
        ConfigChange change;
        change.remove = {{ObjectKind::Route, "demo/gpt", "gpt"}, {ObjectKind::Model, "other", {}}, {ObjectKind::Provider, "demo", {}}};
        QVERIFY(m_house.applyChange(change));
        compareText(m_house.lines(), "removed route \"demo/gpt\" of model \"gpt\"\nremoved model \"other\"\nremoved provider \"demo\"\n");
        QVERIFY(m_house.apply("users: [{name: alice, group: guests}]\ngroups: [{name: guests}]", pruning()));
    }

    void removesAndRevokesByName()
    {
        ConfigChange change;
        change.remove = {{ObjectKind::Credential, "spare", "openai"}, {ObjectKind::ApiKey, "phone", "alice"}, {ObjectKind::Setting, "contact", {}}};
        change.revoke = {{ObjectKind::ApiKey, "laptop", "alice"}};
        QVERIFY(m_house.applyChange(change));
        compareText(m_house.lines(), "removed credential \"spare\" of provider \"openai\"\nremoved key \"phone\" of user \"alice\"\n"
                                     "updated setting \"contact\" (back to the default)\nupdated key \"laptop\" of user \"alice\" (revoked)\n");
        QVERIFY(m_house.current.users[0].keys[0].revoked);
        QVERIFY(!m_house.current.settings.contains("contact"));

        ConfigChange again;
        again.revoke = change.revoke;
        QVERIFY(m_house.applyChange(again));
        compareText(m_house.lines(), "unchanged key \"laptop\" of user \"alice\" (revoked already)\n");
    }

    void removingNothingIsNotFound()
    {
        ConfigChange change;
        change.remove = {{ObjectKind::Provider, "nobody", {}}, {ObjectKind::ApiKey, "k", "nobody"}, {ObjectKind::Setting, "no_such", {}}};
        change.revoke = {{ObjectKind::ApiKey, "k", "alice"}};
        refused(m_house.applyChange(change), ErrorCode::NotFound,
                "there is no provider \"nobody\"\nthere is no key \"k\" of user \"nobody\"\n"
                "there is no setting \"no_such\"\nthere is no key \"k\" of user \"alice\"");
    }

    void theDefaultModelCannotGo()
    {
        QVERIFY(m_house.apply("settings: {default_model: g}"));
        ConfigChange change;
        change.remove = {{ObjectKind::Model, "gpt", {}}};
        refused(m_house.applyChange(change), ErrorCode::InvalidArgument, "setting \"default_model\": there is no model \"g\"");
    }

    void revokedKeysStayRevoked()
    {
        QVERIFY(m_house.apply("users: [{name: alice, keys: [{name: laptop, revoked: true}]}]"));
        refused(m_house.apply("users: [{name: alice, keys: [{name: laptop, revoked: false}]}]"), ErrorCode::InvalidArgument,
                "line 1: users[0].keys[0].revoked: this key was revoked for ever; add another one");
        refused(m_house.apply("users: [{name: alice, keys: [{name: laptop, key: sk-lan-another-0001}]}]"), ErrorCode::InvalidArgument,
                "line 1: users[0].keys[0].key: this key was revoked for ever; add another one");
        refused(m_house.apply("users: [{name: bob, keys: [{name: stolen, key: sk-lan-laptop-0001}]}]"), ErrorCode::InvalidArgument,
                "line 1: users[0].keys[0].key: the same API key is key \"laptop\" of user \"alice\" already");
    }

    void expectNewRefusesWhatExists()
    {
        using Expect = ConfigChange::Expect;
        refused(m_house.apply("providers: [{name: demo, kind: demo}]", expecting(Expect::New)), ErrorCode::Conflict,
                "line 1: providers[0]: provider \"demo\" exists already");
        refused(m_house.apply("providers: [{name: openai, credentials: [{name: main, key: x}]}]", expecting(Expect::New)), ErrorCode::Conflict,
                "line 1: providers[0].credentials[0]: credential \"main\" of provider \"openai\" exists already");
        refused(m_house.apply("users: [{name: bbo, keys: [{name: k}]}]", expecting(Expect::New)), ErrorCode::NotFound,
                "line 1: users[0]: there is no user \"bbo\" (did you mean \"bob\"?)");
        QVERIFY(m_house.apply("users: [{name: bob, keys: [{name: k}]}]", expecting(Expect::New)));
        QVERIFY(m_house.apply("users: [{name: carol, enabled: true, keys: [{name: k}]}]", expecting(Expect::New)));
    }

    void expectExistingRefusesWhatDoesNot()
    {
        using Expect = ConfigChange::Expect;
        refused(m_house.apply("providers: [{name: opnai, enabled: false}]", expecting(Expect::Existing)), ErrorCode::NotFound,
                "line 1: providers[0]: there is no provider \"opnai\" (did you mean \"openai\"?)");
        refused(m_house.apply("users: [{name: alice, keys: [{name: x, enabled: false}]}]", expecting(Expect::Existing)), ErrorCode::NotFound,
                "line 1: users[0].keys[0]: there is no key \"x\" of user \"alice\"");
        QVERIFY(m_house.apply("users: [{name: alice, keys: [{name: phone, enabled: false}]}]", expecting(Expect::Existing)));
        QVERIFY(!m_house.current.users[0].keys[1].enabled);
    }

    void manyMistakesAreCounted()
    {
        std::string yaml = "models:\n";
        for (int i = 0; i < 25; ++i)
            yaml += "  - {name: m" + std::to_string(i) + ", enabled: 2}\n";
        const Result<void> result = m_house.apply(yaml);
        QVERIFY(!result);
        const QByteArrayList lines = QByteArray::fromStdString(result.error().message).split('\n');
        QCOMPARE(lines.size(), 11);
        QCOMPARE(lines.first(), QByteArray("line 2: models[0].enabled: expected true or false, found \"2\""));
        QCOMPARE(lines.last(), QByteArray("and 15 more"));
    }

    void parametersOfACallAreAnsweredByName()
    {
        ConfigChange change;
        change.expect = ConfigChange::Expect::Existing;
        change.document = ConfigNode::map({{"users", ConfigNode::list({ConfigNode::map({{"name", ConfigNode::text("alcie")}})})}});
        refused(m_house.applyChange(change), ErrorCode::NotFound, "there is no user \"alcie\" (did you mean \"alice\"?)");
        ConfigNode alice = ConfigNode::map({{"name", ConfigNode::text("alice")}, {"group", ConfigNode::text("famly")}});
        change.document.set("users", ConfigNode::list({alice}));
        refused(m_house.applyChange(change), ErrorCode::InvalidArgument, "user \"alice\": group: there is no group \"famly\"");
    }

    void aLineIsNamedOnlyForATextThatHasLines()
    {
        ConfigChange change;
        change.document = ConfigNode::map();
        change.document.set("users", ConfigNode::list({ConfigNode::map({{"name", ConfigNode::text("x")}, {"enabled", ConfigNode::text("2")}})}));
        refused(m_house.applyChange(change), ErrorCode::InvalidArgument, "users[0].enabled: expected true or false, found \"2\"");
    }
};

LANYARD_TEST(tst_ConfigEditor)
#include "tst_ConfigEditor.moc"
