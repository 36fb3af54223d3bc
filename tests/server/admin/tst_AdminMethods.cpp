#include "AdminFixture.h"

#include "support/TestMain.h"

#include <QJsonDocument>

using namespace lanyard;
using namespace lanyard::test;
using State = AdminClient::State;

namespace {

const QString kDocument = QString::fromUtf8(
    "version: 1\n"
    "providers:\n"
    "  - name: openai\n"
    "    kind: openai\n"
    "    base_url: http://127.0.0.1:4001/v1\n"
    "    headers: {X-Team: lab}\n"
    "    limits: {rpm: 60}\n"
    "    credentials:\n"
    "      - {name: main, key: sk-upstream-0123456789, weight: 20}\n"
    "      - {name: spare, key: sk-upstream-9876543210}\n"
    "  - {name: lonely, kind: openai, base_url: \"https://127.0.0.1:4002\"}\n"
    "models:\n"
    "  - name: gpt-4o\n"
    "    strategy: weighted\n"
    "    aliases: [gpt-4o-latest]\n"
    "    routes: [{provider: openai, model: gpt-4o, weight: 20}]\n"
    "    price: {input: \"2.50\", output: \"10.00\", cached_input: \"1.25\"}\n"
    "  - name: free\n"
    "    routes: [{provider: openai, model: free}]\n"
    "groups:\n"
    "  - {name: family, multiplier: \"1.25\", models: [\"gpt-*\"]}\n"
    "users:\n"
    "  - name: alice\n"
    "    group: family\n"
    "    balance: \"10.00\"\n"
    "    limits: {rpm: 10}\n"
    "    keys:\n"
    "      - {name: laptop, key: sk-lan-0123456789abcdef0123456789abcdef, models: [\"gpt-*\"], expires: 2027-01-01}\n"
    "  - name: bob\n");

} // namespace

namespace {

/// A book that finds what a test says.
class FakeBook final : public BookKeeping
{
public:
    void backUp(std::filesystem::path target, Mailbox& replyTo, Done<BackupFile> done) override
    {
        replyTo.post([done = std::move(done), target] { done(BackupFile{target, {}, 4096}); });
    }
    void backups(Mailbox& replyTo, Done<std::vector<BackupFile>> done) override
    {
        replyTo.post([done = std::move(done)] { done(std::vector<BackupFile>(1)); });
    }
    void check(Mailbox& replyTo, Done<BookCheck> done) override
    {
        ++checks;
        replyTo.post([done = std::move(done), check = found] { done(check); });
    }

    BookCheck found;
    int checks = 0;
};

} // namespace

class tst_AdminMethods : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<AdminFixture>();
        m_fixture->start();
        m_fixture->configure(kDocument);
        m_client = std::make_unique<AdminClient>(m_fixture->clientOptions());
        m_client->start();
        QTRY_COMPARE(m_client->state(), State::Connected);
    }
    void cleanup()
    {
        m_client.reset();
        m_fixture.reset();
    }

    void everyMethodOfTheTableHasAHandler()
    {
        for (const MethodInfo& method : kAdminMethods)
            QVERIFY2(m_fixture->server->dispatcher().knows(method.name), method.name.data());
    }

    void providersAreListedWithTheirLiveState()
    {
        const auto list = ask<methods::ProviderList>({});
        QVERIFY(list);
        QCOMPARE(list->providers.size(), std::size_t{2});
        const ProviderInfo& openai = list->providers.front();
        QCOMPARE(openai.name, QStringLiteral("openai"));
        QCOMPARE(openai.kind, QStringLiteral("openai"));
        QCOMPARE(openai.baseUrl, QStringLiteral("http://127.0.0.1:4001/v1"));
        QCOMPARE(openai.headers.at(QStringLiteral("X-Team")), QStringLiteral("lab"));
        QCOMPARE(openai.limits.rpm.value(), 60U);
        QCOMPARE(openai.timeouts.connectMs, 5000U);
        QCOMPARE(openai.credentials.size(), std::size_t{2});
        QCOMPARE(openai.credentials.front().state, QStringLiteral("ready"));
        QCOMPARE(openai.credentials.front().weight, 20U);
        QCOMPARE(ask<methods::ProviderShow>({QStringLiteral("lonely")})->baseUrl, QStringLiteral("https://127.0.0.1:4002/v1"));
    }

    void noAnswerEverHoldsAStoredSecret()
    {
        QByteArray everything;
        everything += QJsonDocument(toJson(*ask<methods::ProviderList>({}))).toJson();
        everything += QJsonDocument(toJson(*ask<methods::CredentialList>({}))).toJson();
        everything += QJsonDocument(toJson(*ask<methods::UserList>({}))).toJson();
        everything += QJsonDocument(toJson(*ask<methods::KeyList>({}))).toJson();
        everything += ask<methods::ConfigExport>({})->document.toUtf8();
        everything += QJsonDocument(toJson(*ask<methods::StatusGet>({}))).toJson();
        QVERIFY(!everything.contains("sk-upstream-0123456789"));
        QVERIFY(!everything.contains("0123456789abcdef"));
        QVERIFY(everything.contains("sk-lan-0123")); // what may be shown
    }

    void aCredentialThatTheProviderRefusedShowsItsReasonUntilItIsReset()
    {
        const auto snapshot = m_fixture->snapshots.current();
        const ProviderConfig* provider = snapshot->findProvider("openai");
        LeaseRequest request;
        request.provider = provider;
        auto lease = m_fixture->keyPool.lease(request);
        QVERIFY(std::holds_alternative<Lease>(lease));
        const CredentialId id = std::get<Lease>(lease).credential();
        AttemptReport report;
        report.failure = FailureClass::BadCredential;
        report.reason = "Incorrect API key provided";
        std::get<Lease>(lease).finish(report);
        const QString name = QString::fromStdString(provider->credentials.front().id == id ? "main" : "spare");
        const auto broken = ask<methods::CredentialShow>({QStringLiteral("openai"), name});
        QCOMPARE(broken->state, QStringLiteral("disabled"));
        QVERIFY(broken->reason.contains(QStringLiteral("Incorrect API key provided")));
        QCOMPARE(broken->failures, std::uint64_t{1});
        QCOMPARE(ask<methods::CredentialReset>({QStringLiteral("openai"), name, false})->reset, 1);
        QCOMPARE(ask<methods::CredentialShow>({QStringLiteral("openai"), name})->state, QStringLiteral("ready"));
    }

    void credentialsAreResetByOneByProviderOrAll()
    {
        QCOMPARE(ask<methods::CredentialReset>({QStringLiteral("openai"), {}, false})->reset, 2);
        QCOMPARE(ask<methods::CredentialReset>({{}, {}, true})->reset, 2);
        QCOMPARE(ask<methods::CredentialReset>({QStringLiteral("lonely"), {}, false})->reset, 0);
        QCOMPARE(codeOf(ask<methods::CredentialReset>({QStringLiteral("nobody"), {}, false})), ErrorCode::NotFound);
        QCOMPARE(codeOf(ask<methods::CredentialReset>({QStringLiteral("openai"), QStringLiteral("x"), false})), ErrorCode::NotFound);
        QCOMPARE(codeOf(ask<methods::CredentialReset>({{}, {}, false})), ErrorCode::InvalidArgument);
        QCOMPARE(codeOf(ask<methods::CredentialReset>({QStringLiteral("openai"), {}, true})), ErrorCode::InvalidArgument);
        QCOMPARE(codeOf(ask<methods::CredentialReset>({{}, QStringLiteral("main"), true})), ErrorCode::InvalidArgument);
    }

    void providersAreAddedChangedSwitchedAndRemoved()
    {
        ProviderParams params;
        params.name = QStringLiteral("new");
        params.kind = QStringLiteral("openai");
        params.baseUrl = QStringLiteral("http://127.0.0.1:4003");
        params.credentials = {CredentialFields{QStringLiteral("main"), Secret("sk-new-0123456789"), 3U, {}, {}}};
        const auto added = ask<methods::ProviderAdd>(params);
        QVERIFY2(added, messageOf(added));
        QCOMPARE(added->changes.front().action, QStringLiteral("created"));
        QCOMPARE(added->changes.front().kind, QStringLiteral("provider"));
        QVERIFY(added->version > 1);
        QCOMPARE(codeOf(ask<methods::ProviderAdd>(params)), ErrorCode::Conflict);

        ProviderParams change;
        change.name = QStringLiteral("new");
        change.limits = LimitsPatch{7U, {}, {}, {}, {}};
        QVERIFY(ask<methods::ProviderSet>(change));
        QCOMPARE(ask<methods::ProviderShow>({QStringLiteral("new")})->limits.rpm.value(), 7U);
        change.limits = LimitsPatch{Patch<std::uint32_t>::cleared(), {}, {}, {}, {}};
        QVERIFY(ask<methods::ProviderSet>(change));
        QVERIFY(!ask<methods::ProviderShow>({QStringLiteral("new")})->limits.rpm);
        change.name = QStringLiteral("nobody");
        QCOMPARE(codeOf(ask<methods::ProviderSet>(change)), ErrorCode::NotFound);

        QVERIFY(ask<methods::ProviderDisable>({QStringLiteral("new")}));
        QVERIFY(!ask<methods::ProviderShow>({QStringLiteral("new")})->enabled);
        QVERIFY(ask<methods::ProviderEnable>({QStringLiteral("new")}));
        QVERIFY(ask<methods::ProviderShow>({QStringLiteral("new")})->enabled);
        QVERIFY(ask<methods::ProviderRemove>({QStringLiteral("new")}));
        QCOMPARE(codeOf(ask<methods::ProviderShow>({QStringLiteral("new")})), ErrorCode::NotFound);
        QCOMPARE(codeOf(ask<methods::ProviderRemove>({QStringLiteral("new")})), ErrorCode::NotFound);
    }

    void whatRunsIsListedAndStopped()
    {
        QCOMPARE(codeOf(ask<methods::RequestsRunning>({})), ErrorCode::Unavailable);
        QCOMPARE(codeOf(ask<methods::RequestsStop>({QStringLiteral("7")})), ErrorCode::Unavailable);
        m_fixture->services.running = [](const AdminServices::Done<RunningListResult>& done) {
            RunningInfo one;
            one.id = QStringLiteral("7");
            done(RunningListResult{{one}, 1});
        };
        m_fixture->services.stopRequest = [](const QString& id, const AdminServices::Done<Nothing>& done) {
            id == u"7" ? done(Nothing{}) : done(Error{ErrorCode::NotFound, "nothing like that runs"});
        };
        QCOMPARE(ask<methods::RequestsRunning>({})->requests.front().id, QStringLiteral("7"));
        QVERIFY(ask<methods::RequestsStop>({QStringLiteral("7")}));
        QCOMPARE(codeOf(ask<methods::RequestsStop>({QStringLiteral("8")})), ErrorCode::NotFound);
    }

    void servingIsPausedAndResumed()
    {
        QCOMPARE(codeOf(ask<methods::ServicePause>({})), ErrorCode::Unavailable);
        QList<bool> asked;
        m_fixture->services.pause = [&](bool paused) { asked << paused; };
        QVERIFY(ask<methods::ServicePause>({}));
        QVERIFY(ask<methods::ServiceResume>({}));
        QCOMPARE(asked, (QList<bool>{true, false}));
    }

    void theLastHourAndLocalServersAreAskedOfTheService()
    {
        QCOMPARE(codeOf(ask<methods::StatsHistory>({})), ErrorCode::Unavailable);
        QCOMPARE(codeOf(ask<methods::ProviderDiscover>({})), ErrorCode::Unavailable);
        m_fixture->services.history = [] { return HistoryResult{10, std::vector<HistoryPoint>(3)}; };
        m_fixture->services.discover = [](const AdminServices::Done<DiscoverResult>& done) { done(DiscoverResult{std::vector<DiscoveredServer>(2)}); };
        QCOMPARE(ask<methods::StatsHistory>({})->points.size(), std::size_t{3});
        QCOMPARE(ask<methods::ProviderDiscover>({})->servers.size(), std::size_t{2});
    }

    void theCostOfARequestIsShownBucketByBucket()
    {
        RequestDetail& detail = m_fixture->reports.detail;
        detail.row.id = 42;
        detail.row.model = "gpt-4o";
        detail.group = "family";
        detail.usage[TokenBucket::Input] = 1000;
        detail.usage[TokenBucket::CachedInput] = 400;
        detail.usage[TokenBucket::Output] = 200;
        detail.row.cost = Money::fromNano(6'250'000); // (2,500 + 500 + 2,000) micro-dollars * 1.25
        const auto shown = ask<methods::RequestsShow>({QStringLiteral("42")});
        QVERIFY2(shown, messageOf(shown));
        QCOMPARE(shown->parts.size(), std::size_t{3});
        QCOMPARE(shown->parts[0].bucket, QStringLiteral("input"));
        QCOMPARE(shown->parts[0].perMillion->nano(), 2'500'000'000);
        QCOMPARE(shown->parts[1].cost->nano(), 625'000);
        QCOMPARE(shown->multiplier, QStringLiteral("1.25"));
        QVERIFY(shown->addsUp);
        detail.row.cost = Money::fromNano(1); // booked at another price
        QVERIFY(!ask<methods::RequestsShow>({QStringLiteral("42")})->addsUp);
        detail.row.cost = Money{};
        detail.absorbed = Money::fromNano(6'250'000);
        QVERIFY(ask<methods::RequestsShow>({QStringLiteral("42")})->addsUp);
        detail.row.model = "unknown";
        QVERIFY(!ask<methods::RequestsShow>({QStringLiteral("42")})->parts[0].cost);
    }

    void requestsAreFilteredByOutcomeAndProvider()
    {
        RequestListParams params;
        params.outcome = QStringLiteral("problem");
        params.provider = QStringLiteral("openai");
        QVERIFY(ask<methods::RequestsList>(params));
        QVERIFY(m_fixture->reports.lastRequests.problems && !m_fixture->reports.lastRequests.outcome);
        QCOMPARE(m_fixture->reports.lastRequests.provider, std::string("openai"));
        params.outcome = QStringLiteral("truncated");
        QVERIFY(ask<methods::RequestsList>(params));
        QVERIFY(m_fixture->reports.lastRequests.outcome == Outcome::Truncated);
        params.outcome = QStringLiteral("nice");
        QCOMPARE(codeOf(ask<methods::RequestsList>(params)), ErrorCode::InvalidArgument);
    }

    void credentialsNeedTheirProvider()
    {
        CredentialParams params{QStringLiteral("lonely"), QStringLiteral("main"), Secret("sk-x-0123456789"), 2U, {}, {}};
        QVERIFY(ask<methods::CredentialAdd>(params));
        QCOMPARE(ask<methods::CredentialList>({QStringLiteral("lonely")})->credentials.size(), std::size_t{1});
        QCOMPARE(codeOf(ask<methods::CredentialAdd>(params)), ErrorCode::Conflict);
        params.weight = 9;
        params.key.reset();
        QVERIFY(ask<methods::CredentialSet>(params));
        QCOMPARE(ask<methods::CredentialShow>({QStringLiteral("lonely"), QStringLiteral("main")})->weight, 9U);
        QVERIFY(ask<methods::CredentialDisable>({QStringLiteral("lonely"), QStringLiteral("main")}));
        QVERIFY(!ask<methods::CredentialShow>({QStringLiteral("lonely"), QStringLiteral("main")})->enabled);
        QVERIFY(ask<methods::CredentialEnable>({QStringLiteral("lonely"), QStringLiteral("main")}));
        QVERIFY(ask<methods::CredentialRemove>({QStringLiteral("lonely"), QStringLiteral("main")}));
        QCOMPARE(codeOf(ask<methods::CredentialShow>({QStringLiteral("lonely"), QStringLiteral("main")})), ErrorCode::NotFound);
        params.provider = QStringLiteral("nobody");
        QCOMPARE(codeOf(ask<methods::CredentialAdd>(params)), ErrorCode::NotFound);
        QCOMPARE(codeOf(ask<methods::CredentialSet>(params)), ErrorCode::NotFound);
        QCOMPARE(codeOf(ask<methods::CredentialEnable>({QStringLiteral("nobody"), QStringLiteral("main")})), ErrorCode::NotFound);
        QCOMPARE(codeOf(ask<methods::CredentialList>({QStringLiteral("nobody")})), ErrorCode::NotFound);
        QCOMPARE(ask<methods::ProviderList>({})->providers.size(), std::size_t{2}); // none was made on the way
    }

    void checkingAProviderIsPassedOn()
    {
        QCOMPARE(codeOf(ask<methods::ProviderCheck>({QStringLiteral("nobody"), {}})), ErrorCode::NotFound);
        QCOMPARE(codeOf(ask<methods::ProviderCheck>({QStringLiteral("openai"), {}})), ErrorCode::Unavailable);
        m_fixture->services.checkProvider = [this](const ProviderCheckParams& params, const AdminServices::Done<ProviderCheckResult>& done) {
            m_fixture->mailbox.post([params, done] { done(ProviderCheckResult{true, 200, 12, {}, {params.name, params.credential.value_or(QString())}}); });
        };
        const auto checked = ask<methods::ProviderCheck>({QStringLiteral("openai"), QStringLiteral("spare")});
        QVERIFY(checked->ok);
        QCOMPARE(checked->models, (QStringList{QStringLiteral("openai"), QStringLiteral("spare")}));
    }

    void aCheckThatIsForgottenIsAnsweredAllTheSame()
    {
        m_fixture->services.checkProvider = [](const ProviderCheckParams&, const AdminServices::Done<ProviderCheckResult>&) {};
        QCOMPARE(codeOf(ask<methods::ProviderCheck>({QStringLiteral("openai"), {}})), ErrorCode::Internal);
    }

    void modelsCarryRoutesAndPrices()
    {
        const auto model = ask<methods::ModelShow>({QStringLiteral("gpt-4o")});
        QCOMPARE(model->strategy, QStringLiteral("weighted"));
        QCOMPARE(model->aliases, QStringList{QStringLiteral("gpt-4o-latest")});
        QCOMPARE(model->routes.front(), (RouteInfo{QStringLiteral("openai"), QStringLiteral("gpt-4o"), 0, 20, true}));
        QCOMPARE(model->price->input.nano(), std::int64_t{2'500'000'000});
        QCOMPARE(model->price->cachedInput->nano(), std::int64_t{1'250'000'000});
        QVERIFY(!model->price->reasoning);
        QVERIFY(!ask<methods::ModelShow>({QStringLiteral("free")})->price);
    }

    void modelsAreAddedChangedSwitchedAndRemoved()
    {
        ModelParams params;
        params.name = QStringLiteral("m");
        params.routes = {RouteFields{QStringLiteral("openai"), QStringLiteral("a"), 0U, 5U, {}},
                         RouteFields{QStringLiteral("lonely"), QStringLiteral("b"), 1U, {}, {}}};
        params.price = PricePatch{Money::fromNano(1), Money::fromNano(2), {}, {}, {}, {}, {}, {}, {}};
        const auto added = ask<methods::ModelAdd>(params);
        QVERIFY2(added, messageOf(added));
        QCOMPARE(codeOf(ask<methods::ModelAdd>(params)), ErrorCode::Conflict);

        ModelParams less;
        less.name = QStringLiteral("m");
        less.removeRoutes = {RouteRef{QStringLiteral("openai"), QStringLiteral("a")}};
        const auto removed = ask<methods::ModelSet>(less);
        QVERIFY2(removed, messageOf(removed));
        QCOMPARE(ask<methods::ModelShow>({QStringLiteral("m")})->routes.size(), std::size_t{1});
        QCOMPARE(codeOf(ask<methods::ModelSet>(less)), ErrorCode::NotFound); // no longer there
        less.routes = params.routes;
        QCOMPARE(codeOf(ask<methods::ModelSet>(less)), ErrorCode::InvalidArgument);
        QCOMPARE(codeOf(ask<methods::ModelAdd>(less)), ErrorCode::InvalidArgument);
        ModelParams nobody;
        nobody.name = QStringLiteral("nobody");
        nobody.strategy = QStringLiteral("random");
        QCOMPARE(codeOf(ask<methods::ModelSet>(nobody)), ErrorCode::NotFound);

        QVERIFY(ask<methods::ModelDisable>({QStringLiteral("m")}));
        QVERIFY(!ask<methods::ModelShow>({QStringLiteral("m")})->enabled);
        QVERIFY(ask<methods::ModelEnable>({QStringLiteral("m")}));
        QVERIFY(ask<methods::ModelRemove>({QStringLiteral("m")}));
        QCOMPARE(codeOf(ask<methods::ModelShow>({QStringLiteral("m")})), ErrorCode::NotFound);
        QCOMPARE(ask<methods::ModelList>({})->models.size(), std::size_t{2});
    }

    void pricesAreSetInPartsAndTakenAway()
    {
        PricePatch part;
        part.output = Money::fromNano(12'000'000'000);
        QVERIFY(ask<methods::PriceSet>({QStringLiteral("gpt-4o"), part}));
        const auto prices = ask<methods::PriceList>({});
        QCOMPARE(prices->prices.front().model, QStringLiteral("gpt-4o"));
        QCOMPARE(prices->prices.front().price->output.toShortString(), std::string("12.00"));
        QCOMPARE(prices->prices.front().price->input.toShortString(), std::string("2.50"));
        QVERIFY(!prices->prices.back().price);
        const auto taken = ask<methods::PriceRemove>({QStringLiteral("gpt-4o")});
        QVERIFY2(taken, messageOf(taken));
        QVERIFY(!ask<methods::ModelShow>({QStringLiteral("gpt-4o")})->price);
        QCOMPARE(codeOf(ask<methods::PriceSet>({QStringLiteral("nobody"), part})), ErrorCode::NotFound);
        QCOMPARE(codeOf(ask<methods::PriceRemove>({QStringLiteral("nobody")})), ErrorCode::NotFound);
    }

    void explainingIsPassedOn()
    {
        QCOMPARE(codeOf(ask<methods::RouteExplain>({QStringLiteral("gpt-4o"), {}, {}})), ErrorCode::Unavailable);
        m_fixture->services.explain = [](const ExplainParams& params) -> Result<ExplainResult> {
            return ExplainResult{params.model, params.user.value_or(QString()), {}, {}};
        };
        QCOMPARE(ask<methods::RouteExplain>({QStringLiteral("x"), QStringLiteral("alice"), {}})->model, QStringLiteral("alice"));
        QCOMPARE(codeOf(ask<methods::RouteExplain>({QStringLiteral("x"), {}, QStringLiteral("laptop")})), ErrorCode::InvalidArgument);
    }

    void groupsAreAddedChangedAndRemoved()
    {
        const auto family = ask<methods::GroupShow>({QStringLiteral("family")});
        QCOMPARE(family->multiplier, QStringLiteral("1.25"));
        QCOMPARE(family->users, 1);
        GroupParams params{QStringLiteral("lab"), QStringLiteral("2"), QStringList{QStringLiteral("*")}, LimitsPatch{{}, {}, {}, {}, 3U}};
        QVERIFY(ask<methods::GroupAdd>(params));
        QCOMPARE(codeOf(ask<methods::GroupAdd>(params)), ErrorCode::Conflict);
        params.multiplier = QStringLiteral("1");
        QVERIFY(ask<methods::GroupSet>(params));
        QCOMPARE(ask<methods::GroupShow>({QStringLiteral("lab")})->multiplier, QStringLiteral("1.0"));
        QCOMPARE(ask<methods::GroupList>({})->groups.size(), std::size_t{2});
        QVERIFY(ask<methods::GroupRemove>({QStringLiteral("lab")}));
        QCOMPARE(codeOf(ask<methods::GroupShow>({QStringLiteral("lab")})), ErrorCode::NotFound);
        params.name = QStringLiteral("nobody");
        QCOMPARE(codeOf(ask<methods::GroupSet>(params)), ErrorCode::NotFound);
    }

    void usersAreAddedChangedSwitchedAndRemoved()
    {
        UserParams params;
        params.name = QStringLiteral("carol");
        params.group = QStringLiteral("family");
        params.balance = Money::fromNano(5'000'000'000);
        const auto added = ask<methods::UserAdd>(params);
        QVERIFY2(added, messageOf(added));
        QCOMPARE(ask<methods::UserShow>({QStringLiteral("carol")})->balance->toShortString(), std::string("5.00"));
        QCOMPARE(codeOf(ask<methods::UserAdd>(params)), ErrorCode::Conflict);
        QCOMPARE(codeOf(ask<methods::UserSet>(params)), ErrorCode::InvalidArgument); // balance is for new users
        params.balance.reset();
        params.group = Patch<QString>::cleared();
        QVERIFY(ask<methods::UserSet>(params));
        QCOMPARE(ask<methods::UserShow>({QStringLiteral("carol")})->group, QString());
        QVERIFY(!ask<methods::UserShow>({QStringLiteral("bob")})->balance); // pays afterwards

        const auto shows = [&](bool enabled, bool frozen) {
            const auto user = ask<methods::UserShow>({QStringLiteral("carol")});
            return user->enabled == enabled && user->frozen == frozen;
        };
        QVERIFY(ask<methods::UserDisable>({QStringLiteral("carol")}) && shows(false, false));
        QVERIFY(ask<methods::UserEnable>({QStringLiteral("carol")}) && shows(true, false));
        QVERIFY(ask<methods::UserFreeze>({QStringLiteral("carol")}) && shows(true, true));
        QVERIFY(ask<methods::UserUnfreeze>({QStringLiteral("carol")}) && shows(true, false));
        QCOMPARE(codeOf(ask<methods::UserFreeze>({QStringLiteral("nobody")})), ErrorCode::NotFound);
        QVERIFY(ask<methods::UserRemove>({QStringLiteral("carol")}));
        QCOMPARE(codeOf(ask<methods::UserShow>({QStringLiteral("carol")})), ErrorCode::NotFound);
        QCOMPARE(ask<methods::UserList>({})->users.size(), std::size_t{2});
    }

    void depositsAnswerTheNewBalance()
    {
        DepositParams params;
        params.name = QStringLiteral("alice");
        params.amount = Money::fromNano(2'500'000'000);
        params.source = QStringLiteral("cash");
        params.note = QStringLiteral("November");
        const auto deposit = ask<methods::UserDeposit>(params);
        QCOMPARE(deposit->balance.toShortString(), std::string("12.50"));
        QCOMPARE(m_fixture->config.lastDeposit.source, std::string("cash"));
        QCOMPARE(m_fixture->config.lastDeposit.note, std::string("November"));
        QCOMPARE(m_fixture->config.lastDeposit.currency, std::string("USD"));
        params.name = QStringLiteral("nobody");
        QCOMPARE(codeOf(ask<methods::UserDeposit>(params)), ErrorCode::NotFound);
    }

    void vouchersAndAlertsGoThrough()
    {
        VoucherCreateParams order;
        order.amount = Money::fromNano(5'000'000'000);
        order.count = 3;
        QCOMPARE(ask<methods::VoucherCreate>(order)->codes.size(), std::size_t{3});
        QCOMPARE(ask<methods::VoucherList>({})->vouchers.front().prefix, QStringLiteral("LAN-ABCD"));
        const auto redeemed = ask<methods::VoucherRedeem>({Secret("LAN-1"), QStringLiteral("alice")});
        QCOMPARE(redeemed->balance.toShortString(), std::string("6.00"));
        QVERIFY(m_fixture->config.lastCode == Secret("LAN-1"));
        QCOMPARE(codeOf(ask<methods::VoucherRedeem>({Secret("LAN-1"), QStringLiteral("nobody")})), ErrorCode::NotFound);
        const auto alerts = ask<methods::AlertList>({});
        QCOMPARE(alerts->alerts.front().owner, QStringLiteral("group"));
        QCOMPARE(alerts->alerts.front().percent, 80);
        m_fixture->services.treasury = nullptr;
        QCOMPARE(codeOf(ask<methods::VoucherList>({})), ErrorCode::Unavailable);
    }

    void aBudgetIsShownWithWhatIsSpentAndWhenItBeginsAnew()
    {
        UserParams params;
        params.name = QStringLiteral("alice");
        BudgetPatch budget;
        budget.amount = Patch<Money>(Money::fromNano(5'000'000'000));
        budget.period = QStringLiteral("daily");
        budget.timeZone = QStringLiteral("UTC");
        params.budget = budget;
        const auto set = ask<methods::UserSet>(params);
        QVERIFY2(set, messageOf(set));
        const auto snapshot = m_fixture->snapshots.current();
        const UserConfig& alice = snapshot->configuration().users.front();
        Identity who;
        who.user = &alice;
        who.key = &alice.keys.front();
        who.group = snapshot->findGroup(alice.group);
        auto reserved = m_fixture->governor.reserve(who, {{1}, 10, Money::fromNano(2'000'000'000)});
        std::get<Reservation>(reserved).settle(7, Money::fromNano(1'000'000'000));
        const auto shown = ask<methods::UserShow>({QStringLiteral("alice")});
        QVERIFY(shown->budget.has_value());
        QCOMPARE(shown->budget->spent.toShortString(), std::string("1.00"));
        QCOMPARE(shown->budget->spentTokens, std::uint64_t{7});
        QCOMPARE(*shown->budget->resets, m_fixture->clock.wall() + std::chrono::hours{24}); // the clock stands at UTC's midnight
        params.budget = Patch<BudgetPatch>::cleared();
        QVERIFY(ask<methods::UserSet>(params));
        QVERIFY(!ask<methods::UserShow>({QStringLiteral("alice")})->budget);
    }

    void refusalsAreListed()
    {
        const auto refusals = ask<methods::RefusalList>({});
        QCOMPARE(refusals->refusals.front().address, QStringLiteral("192.168.1.7"));
        QCOMPARE(refusals->refusals.front().requests, std::uint64_t{12});
    }

    void whereAPriceComesFromIsTold()
    {
        QCOMPARE(ask<methods::PriceShow>({QStringLiteral("gpt-4o")})->from, QStringLiteral("owner"));
        QCOMPARE(codeOf(ask<methods::PriceShow>({QStringLiteral("nobody")})), ErrorCode::NotFound);
        QVERIFY(ask<methods::PriceCatalogueGet>({})->prices.size() >= 150);
    }

    void aCheckComparesPursesWithTheBook()
    {
        FakeBook book;
        m_fixture->services.book = &book;
        const auto snapshot = m_fixture->snapshots.current();
        const UserId alice = snapshot->configuration().users.front().id;
        book.found.balances[alice] = *m_fixture->governor.balance(alice);
        book.found.deposits = *m_fixture->governor.balance(alice);
        QVERIFY(ask<methods::BookCheck>({})->sound);
        QCOMPARE(book.checks, 1);
        book.found.balances[alice] -= Money::fromNano(1);
        const auto off = ask<methods::BookCheck>({});
        QVERIFY(!off->sound);
        QVERIFY2(off->faults.front().contains(QStringLiteral("user \"alice\" is served from a balance of 10.00 USD, the book has 9.999999999 USD")),
                 qPrintable(off->faults.front()));
        QCOMPARE(book.checks, 4); // looked at three times before it is said
        QCOMPARE(codeOf(ask<methods::BackupMake>({QStringLiteral("here.db")})), ErrorCode::InvalidArgument); // the service has a folder of its own
        QCOMPARE(ask<methods::BackupMake>({QStringLiteral("/tmp/here.db")})->file, QStringLiteral("/tmp/here.db"));
        QCOMPARE(ask<methods::BackupList>({})->backups.size(), std::size_t{1});
    }

    void aMadeKeyIsAnsweredOnce()
    {
        KeyParams params;
        params.user = QStringLiteral("bob");
        params.name = QStringLiteral("phone");
        params.expires = QStringLiteral("2027-01-01");
        const auto added = ask<methods::KeyAdd>(params);
        QVERIFY2(added, messageOf(added));
        QCOMPARE(added->newKeys.size(), std::size_t{1});
        QCOMPARE(added->newKeys.front().user, QStringLiteral("bob"));
        const std::string key(added->newKeys.front().key.reveal());
        QCOMPARE(key.size(), std::size_t{39});
        const auto shown = ask<methods::KeyShow>({QStringLiteral("bob"), QStringLiteral("phone")});
        QVERIFY(key.starts_with(shown->prefix.toStdString()));
        QVERIFY(shown->expires);
        QCOMPARE(codeOf(ask<methods::KeyAdd>(params)), ErrorCode::Conflict);
        params.user = QStringLiteral("nobody");
        QCOMPARE(codeOf(ask<methods::KeyAdd>(params)), ErrorCode::NotFound);
    }

    void keysAreChangedSwitchedRevokedAndRemoved()
    {
        const KeyRef laptop{QStringLiteral("alice"), QStringLiteral("laptop")};
        KeyParams params;
        params.user = laptop.user;
        params.name = laptop.name;
        params.ips = QStringList{QStringLiteral("192.168.1.0/24")};
        params.expires = Patch<QString>::cleared();
        const auto set = ask<methods::KeySet>(params);
        QVERIFY2(set, messageOf(set));
        QVERIFY(set->newKeys.empty());
        const auto shown = ask<methods::KeyShow>(laptop);
        QCOMPARE(shown->ips, QStringList{QStringLiteral("192.168.1.0/24")});
        QVERIFY(!shown->expires);
        QVERIFY(ask<methods::KeyDisable>(laptop));
        QVERIFY(!ask<methods::KeyShow>(laptop)->enabled);
        QVERIFY(ask<methods::KeyEnable>(laptop));
        QVERIFY(ask<methods::KeyRevoke>(laptop));
        QVERIFY(ask<methods::KeyShow>(laptop)->revoked);
        QVERIFY(ask<methods::KeyRemove>(laptop));
        QCOMPARE(codeOf(ask<methods::KeyShow>(laptop)), ErrorCode::NotFound);
        QCOMPARE(codeOf(ask<methods::KeyRevoke>(laptop)), ErrorCode::NotFound);
        QCOMPARE(codeOf(ask<methods::KeySet>(params)), ErrorCode::NotFound);
        QCOMPARE(codeOf(ask<methods::KeyList>({QStringLiteral("nobody")})), ErrorCode::NotFound);
        QCOMPARE(ask<methods::KeyList>({})->keys.size(), std::size_t{0});
    }

    void anApplyThatIsWrongSaysWhereAndChangesNothing()
    {
        const auto version = m_fixture->snapshots.version();
        const auto wrong = ask<methods::ConfigApply>({QStringLiteral("version: 1\nproviders:\n  - name: x\n    kimd: openai\n"), {}, false, false});
        QCOMPARE(codeOf(wrong), ErrorCode::InvalidArgument);
        QVERIFY2(wrong.error().message.find("line 4") != std::string::npos, messageOf(wrong));
        QVERIFY2(wrong.error().message.find("kimd") != std::string::npos, messageOf(wrong));
        QCOMPARE(codeOf(ask<methods::ConfigApply>({QStringLiteral("a: [b"), {}, false, false})), ErrorCode::InvalidArgument);
        QCOMPARE(m_fixture->snapshots.version(), version);
    }

    void aDryRunTellsAndChangesNothing()
    {
        const auto version = m_fixture->snapshots.version();
        const QString document = QStringLiteral("version: 1\nusers: [{name: \"${WHO}\"}]\n");
        const auto dry = ask<methods::ConfigApply>({document, {{QStringLiteral("WHO"), QStringLiteral("dave")}}, true, false});
        QVERIFY2(dry, messageOf(dry));
        QCOMPARE(dry->changes.front().name, QStringLiteral("dave"));
        QCOMPARE(m_fixture->snapshots.version(), version);
        QCOMPARE(codeOf(ask<methods::ConfigApply>({document, {}, true, false})), ErrorCode::InvalidArgument); // WHO is not set
    }

    void pruningIsPassedOn()
    {
        QVERIFY(ask<methods::ConfigApply>({QStringLiteral("version: 1\ngroups: []\nusers: [{name: bob}]\n"), {}, false, true}));
        QCOMPARE(ask<methods::UserList>({})->users.size(), std::size_t{1});
        QCOMPARE(ask<methods::GroupList>({})->groups.size(), std::size_t{0});
        QCOMPARE(ask<methods::ProviderList>({})->providers.size(), std::size_t{2}); // not spoken of
    }

    void settingsAreListedSetAndTakenBack()
    {
        const auto value = [&](const QString& key) -> SettingInfo {
            const auto list = ask<methods::SettingList>({});
            for (const SettingInfo& setting : list->settings) {
                if (setting.key == key)
                    return setting;
            }
            return {};
        };
        const QString key = QStringLiteral("default_model");
        QVERIFY(!value(key).changed);
        QVERIFY(!value(key).text.isEmpty());
        QVERIFY(ask<methods::SettingSet>({key, Patch<QString>(QStringLiteral("gpt-4o"))}));
        QCOMPARE(value(key).value, QStringLiteral("gpt-4o"));
        QVERIFY(value(key).changed);
        QVERIFY(ask<methods::SettingSet>({key, Patch<QString>::cleared()}));
        QVERIFY(!value(key).changed);
        QCOMPARE(codeOf(ask<methods::SettingSet>({QStringLiteral("no_such"), Patch<QString>(QStringLiteral("1"))})), ErrorCode::InvalidArgument);
        QCOMPARE(codeOf(ask<methods::SettingSet>({QStringLiteral("open_mode"), Patch<QString>(QStringLiteral("perhaps"))})), ErrorCode::InvalidArgument);
    }

    void statusCountsAndWarns()
    {
        m_fixture->stats.inFlight = 5;
        const auto status = ask<methods::StatusGet>({});
        QCOMPARE(status->state, QStringLiteral("running"));
        QCOMPARE(status->uptimeSeconds, std::uint64_t{61});
        QCOMPARE(status->providers, 2);
        QCOMPARE(status->credentials, 2);
        QCOMPARE(status->credentialsReady, 2);
        QCOMPARE(status->models, 2);
        QCOMPARE(status->users, 2);
        QCOMPARE(status->keys, 1);
        QCOMPARE(status->stats.inFlight, std::uint64_t{5});
        QVERIFY(status->warnings.contains(QStringLiteral("provider lonely has no credential")));
        QVERIFY(status->warnings.contains(QStringLiteral("model free has no price")));
        QVERIFY(m_client->service().capabilities.contains(QStringLiteral("provider.check")));
    }

    void usageIsPassedOn()
    {
        UsageRow row;
        row.name = "alice";
        row.requests = 2;
        row.cost = Money::fromNano(1'234'000);
        m_fixture->reports.usageRows = {row};
        const WallTime since{std::chrono::milliseconds{1000}};
        const auto usage = ask<methods::UsageGet>({QStringLiteral("model"), since, {}});
        QCOMPARE(usage->by, QStringLiteral("model"));
        QCOMPARE(usage->currency, QStringLiteral("USD"));
        QCOMPARE(usage->rows.front().requests, std::uint64_t{2});
        QCOMPARE(usage->rows.front().cost, row.cost);
        QVERIFY(m_fixture->reports.lastUsage.by == UsageDimension::Model);
        QVERIFY(m_fixture->reports.lastUsage.since == since);
        QVERIFY(!m_fixture->reports.lastUsage.until);
        QCOMPARE(codeOf(ask<methods::UsageGet>({QStringLiteral("colour"), {}, {}})), ErrorCode::InvalidArgument);
    }

    void requestsArePassedOn()
    {
        RequestRow row;
        row.id = 1'099'511'627'776ULL * 9'000; // beyond 53 bits
        row.requestId = "req-1";
        row.outcome = "ok";
        m_fixture->reports.requestRows = {row};
        RequestListParams params;
        params.limit = 7;
        params.before = QStringLiteral("18446744073709551615");
        params.user = QStringLiteral("alice");
        const auto list = ask<methods::RequestsList>(params);
        QCOMPARE(list->requests.front().id, QString::number(row.id));
        QCOMPARE(m_fixture->reports.lastRequests.limit, 7U);
        QCOMPARE(m_fixture->reports.lastRequests.beforeId, ~std::uint64_t{0});
        QCOMPARE(m_fixture->reports.lastRequests.user, std::string("alice"));
        params.before = QStringLiteral("x");
        QCOMPARE(codeOf(ask<methods::RequestsList>(params)), ErrorCode::InvalidArgument);
        params.before.reset();
        params.limit = 0;
        QCOMPARE(codeOf(ask<methods::RequestsList>(params)), ErrorCode::InvalidArgument);
    }

    void oneRequestIsShownWithItsAttemptsAndWhy()
    {
        RequestDetail& detail = m_fixture->reports.detail;
        detail.row.id = 42;
        detail.row.outcome = "ok";
        detail.attempts = {{1, "one", "a", 500, "server_error", 0, 20, 5, 0, Money{}}, {2, "two", "c", 200, "none", 30, 90, 5, 7, Money::fromNano(12)}};
        detail.explanation = "one was skipped\none/a failed";
        const auto shown = ask<methods::RequestsShow>({QStringLiteral("42")});
        QCOMPARE(shown->request.id, QStringLiteral("42"));
        QCOMPARE(shown->attempts.size(), std::size_t{2});
        QCOMPARE(shown->attempts[1].credential, QStringLiteral("c"));
        QCOMPARE(shown->attempts[1].upstreamCost, Money::fromNano(12));
        QCOMPARE(shown->explanation, (QStringList{QStringLiteral("one was skipped"), QStringLiteral("one/a failed")}));
        QCOMPARE(codeOf(ask<methods::RequestsShow>({QStringLiteral("43")})), ErrorCode::NotFound);
    }

    void stoppingIsAnsweredAndPassedOn()
    {
        QVERIFY(ask<methods::ServiceStop>({}));
        QCOMPARE(m_fixture->stops, 1);
        m_fixture->services.stop = nullptr;
        QCOMPARE(codeOf(ask<methods::ServiceStop>({})), ErrorCode::Unavailable);
    }

    void wrongParametersNameMethodAndField()
    {
        AdminSession session;
        session.greeted = true;
        const auto refusal = [&](const char* method, const QJsonObject& params) {
            std::optional<Error> error;
            m_fixture->server->dispatcher().dispatch(QLatin1String(method), params, session, RawAnswer([&](const Result<QJsonObject>& result) {
                if (!result)
                    error = result.error();
            }));
            return error ? error->message : std::string();
        };
        QCOMPARE(refusal("provider.show", {}), std::string("provider.show: name is missing"));
        QCOMPARE(refusal("status.get", {{QStringLiteral("x"), 1}}), std::string("status.get: x is not a known field"));
        QCOMPARE(refusal("user.set", {{QStringLiteral("name"), QStringLiteral("a")}, {QStringLiteral("limits"), QJsonObject{{QStringLiteral("rpm"), -1}}}}),
                 std::string("user.set: limits.rpm must be a whole number from 0 to 4294967295, not a number"));
        QCOMPARE(refusal("no.such", {}), std::string("this service has no method \"no.such\""));
    }

private:
    template<class M>
    Result<typename M::Result> ask(const typename M::Params& params)
    {
        std::optional<Result<typename M::Result>> answer;
        m_client->call<M>(this, params, [&](Result<typename M::Result> result) { answer.emplace(std::move(result)); });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }))
            return Error{ErrorCode::Timeout, "the test got no answer"};
        return *answer;
    }
    static ErrorCode codeOf(const auto& result) { return result ? static_cast<ErrorCode>(-1) : result.error().code; }
    static const char* messageOf(const auto& result) { return result ? "" : result.error().message.c_str(); }

    std::unique_ptr<AdminFixture> m_fixture;
    std::unique_ptr<AdminClient> m_client;
};

LANYARD_TEST(tst_AdminMethods)
#include "tst_AdminMethods.moc"
