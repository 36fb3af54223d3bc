// The start of the service, step by step: store, master key, first configuration, workers, sockets.

#include "app/RouteExplanation.h"
#include "app/Seed.h"
#include "app/ServiceParts.h"
#include "settings/SettingsCatalogue.h"
#include "telemetry/Log.h"

#include <QCoreApplication>
#include <QThread>

namespace lanyard {
namespace {

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

/// systemd names the folders of a system service in the environment.
bool runsAsSystemService()
{
    return qEnvironmentVariableIsSet("STATE_DIRECTORY");
}

/// Whether asking the OS keychain can lead to anything: without a session it would only cost its deadline.
bool sessionMayHaveKeychain()
{
#if defined(Q_OS_WIN) || defined(Q_OS_MACOS)
    return true;
#else
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS");
#endif
}

std::string urlOf(bool secured, const QHostAddress& address, std::uint16_t port)
{
    const std::string host = address.toString().toStdString();
    return std::string(secured ? "https://" : "http://") + (address.protocol() == QAbstractSocket::IPv6Protocol ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

} // namespace

void Service::Parts::openStore()
{
    startedAt = clock.wall();
    systemService = runsAsSystemService();
    const bool fromKeychain = !systemService && !options.demo && sessionMayHaveKeychain();
    StoreOptions storeOptions{.dataDirectory = options.dataDir,
                              .masterKey = fromKeychain ? StoreOptions::MasterKeyFrom::Keychain : StoreOptions::MasterKeyFrom::File,
                              .clock = clock,
                              .hub = snapshots};
    storeOptions.onPublish = [this](const Snapshot& snapshot) {
        pool.configure(snapshot);
        governor.configure(snapshot);
    };
    storeOptions.onPublished = [this](const Snapshot& snapshot) {
        mailbox.post([this, version = snapshot.version()] {
            applyFrontSettings();
            if (admin)
                admin->publish<events::ConfigChanged>({version});
        });
    };
    storeOptions.onSpend = [this](const std::vector<BudgetSpend>& spends) { governor.addSpent(spends); };
    storeOptions.takeRefusals = [this] { return refusals.take(); };
    storeOptions.onAlert = [](const BudgetAlert& alert) { Log::warning("budget", alert.text); };
    storeOptions.onCharge = [this](UserId user, Money amount) { return governor.charge(user, amount); };
    storeOptions.onRefund = [this](UserId user, Money amount) { governor.refund(user, amount); };
    storeOptions.onDeposit = [this](UserId user, Money amount) { governor.deposit(user, amount); };
    storeOptions.onKeptAnswers = [this](std::vector<KeptAnswer> answers) { shared.idempotency.restore(std::move(answers), {clock.steady(), clock.wall()}); };
    storeOptions.onTrouble = [](const Error& error) { Log::warning("store", error.message + (error.detail.empty() ? "" : " (" + error.detail + ")")); };

    governor.setAlertHook([this](const BudgetAlert& alert) {
        if (store)
            store->noteAlert(alert);
        else
            alertsAtStart.push_back(alert); // the store thread, while this one waits for it
    });
    Result<std::unique_ptr<StoreService>> opened = StoreService::open(std::move(storeOptions));
    if (!opened)
        return fail(opened.error());
    store = std::move(*opened);
    shared.idempotency.setKeep([this](KeptAnswer answer) { store->keepAnswer(std::move(answer)); });
    if (Result<void> log = Log::open(options.dataDir / "logs"); !log)
        return fail(log.error());
    Log::info("app", "lanyard " LANYARD_VERSION " starts on " + options.dataDir.string());
    const RecoveryReport& recovery = store->recovery();
    if (recovery.lost > 0 || recovery.damagedSlots > 0) {
        Log::warning("store", "the last run did not end cleanly: " + std::to_string(recovery.lost) + " requests were lost in flight, "
                                  + std::to_string(recovery.damagedSlots) + " journal slots were damaged");
    }
    governor.loadBalances(store->balances());
    poolKeeper = std::make_unique<PoolKeeper>(pool, *store);
    for (BudgetAlert& alert : std::exchange(alertsAtStart, {}))
        store->noteAlert(std::move(alert));
    findMasterKey();
}

void Service::Parts::findMasterKey()
{
    if (!store->locked())
        return seed();
    MasterKeyFinder::Request request;
    request.file = store->masterKeyFile();
    request.installation = store->installation();
    request.expected = store->expectedMasterKey();
    masterKeyFinder = std::make_unique<MasterKeyFinder>(keychain, std::move(request));
    // Whichever comes first lets the start go on: the key, or the word that it cannot be had now.
    const auto goOn = std::make_shared<bool>(true);
    const auto goOnOnce = [this, goOn] {
        if (std::exchange(*goOn, false))
            mailbox.post([this] { seed(); });
    };
    masterKeyFinder->start(
        [this, goOnOnce](MasterKey key) {
            store->supplyMasterKey(std::move(key), mailbox, [this, goOnOnce](Result<void> supplied) {
                if (!supplied)
                    Log::error("vault", supplied.error().message);
                else if (admin)
                    admin->publish<events::ServiceState>({stateName()});
                goOnOnce();
            });
        },
        [goOnOnce](const Error& error) {
            Log::warning("vault", error.message);
            goOnOnce();
        });
}

void Service::Parts::seed()
{
    const Configuration& now = snapshots.current()->configuration();
    started.firstStart = now.providers.empty() && now.models.empty() && now.users.empty();
    std::vector<ConfigChange> changes;
    if (started.firstStart && !store->locked())
        changes.push_back(firstStartChange());
    if (options.demo) {
        for (ConfigChange& change : demoUserChanges(now))
            changes.push_back(std::move(change));
    }
    applyChanges(std::move(changes), [this] { applyConfigFile(); });
}

void Service::Parts::applyChanges(std::vector<ConfigChange> changes, std::function<void()> next)
{
    if (changes.empty())
        return next();
    ConfigChange first = std::move(changes.front());
    changes.erase(changes.begin());
    store->change(std::move(first), mailbox, [this, rest = std::move(changes), next = std::move(next)](Result<ChangeReport> report) {
        if (!report)
            return fail(report.error());
        for (const NewApiKey& key : report->newKeys)
            started.demoKey = std::string(key.key.reveal());
        applyChanges(rest, next);
    });
}

void Service::Parts::applyConfigFile()
{
    if (options.configFile.empty())
        return loadTls();
    configFile = std::make_unique<ConfigFile>(options.configFile, *store, mailbox);
    configFile->apply([this](Result<ChangeReport> report) {
        if (!report)
            return fail(report.error());
        configFile->watch([](Result<ChangeReport> changed) {
            if (changed)
                Log::info("config", "the configuration file changed and was applied");
            else
                Log::error("config", "the changed configuration file was not applied, the old one stays: " + changed.error().message);
        });
        loadTls();
    });
}

void Service::Parts::serve()
{
    for (const Result<void>& step : {startWorkers(), listenForClients(), listenForOwner()}) {
        if (!step)
            return fail(step.error());
    }
    started.adminSocket = admin->fullServerName().toStdString();
    started.hasUsers = !snapshots.current()->configuration().users.empty();
    started.locked = store->locked();
    Log::info("app", "serving on " + started.url + ", administered on " + started.adminSocket);
    const auto done = std::move(onStarted);
    done(std::move(started));
}

Result<void> Service::Parts::startWorkers()
{
    spoolFolder = preparedSpoolFolder();
    frontSettings = currentFrontSettings();
    memoryBudget.setCeiling(frontSettings.bufferedBytes);
    spoolBudget.setCeiling(frontSettings.spooledBytes);
    pool.setOnFreed([this](ProviderId provider) { shared.queue.freed(provider); });
    workerSetup.emplace(WorkerSetup{clock, snapshots, store->hasher(), router, pool, governor, frontSettings.limits, options.upstreamCaFile, &requestFeed,
                                    [this] {
                                        if (shared.paused.load(std::memory_order_relaxed))
                                            return std::string("the service is paused by its owner");
                                        return stopping.load() ? std::string("the service is stopping") : std::string();
                                    },
                                    &shared, &refusals});
    const unsigned count = options.workers != 0 ? options.workers : static_cast<unsigned>(std::max(1, QThread::idealThreadCount()));
    for (unsigned index = 0; index < count; ++index) {
        Result<std::unique_ptr<JournalWriter>> journal = store->openJournal(index);
        if (!journal)
            return journal.error();
        const BufferAccounts accounts{&memoryBudget.addAccount(), &spoolBudget.addAccount()};
        workers.push_back(std::make_unique<Worker>(index, *workerSetup, accounts, std::move(*journal)));
        workers.back()->setTls(tls);
    }
    stats = std::make_unique<StatsMeter>(workers, clock);
    connectionCounts = std::make_shared<ConnectionCounts>(frontSettings.limits);
    return {};
}

Result<void> Service::Parts::listenForClients()
{
    const std::shared_ptr<const Snapshot> snapshot = snapshots.current();
    const std::string wanted = options.listen.value_or(SettingValues(snapshot->configuration().settings).text("listen_address"));
    const Result<ListenAddress> address = ListenAddress::parse(wanted);
    if (!address)
        return address.error();
    std::vector<Acceptor::Worker> forAcceptor;
    for (const auto& worker : workers)
        forAcceptor.push_back(worker->forAcceptor());
    acceptor = std::make_unique<Acceptor>(std::move(forAcceptor), connectionCounts);
    const std::string host = address->address == QHostAddress(QHostAddress::Any) ? "*" : address->address.toString().toStdString();
    if (Result<void> listening = acceptor->listenOn(host, address->port); !listening)
        return listening.error();
    started.url = clientUrl();
    return {};
}

std::string Service::Parts::clientUrl() const
{
    if (!acceptor)
        return {};
    const bool everywhere = acceptor->serverAddress() == QHostAddress(QHostAddress::Any);
    return urlOf(tls != nullptr, everywhere ? QHostAddress(QHostAddress::AnyIPv4) : acceptor->serverAddress(), acceptor->serverPort());
}

Result<void> Service::Parts::listenForOwner()
{
    http = std::make_unique<HttpUpstream>(timers, CurlUpstream::Options{options.upstreamCaFile, {}});
    demo = std::make_unique<DemoUpstream>(timers);
    providerCheck = std::make_unique<ProviderCheck>(clock, snapshots, *http, *demo);
    adminServices.emplace(AdminServices{*store, snapshots, *store, pool, governor, clock, mailbox, {}, {}, {}, {}, {}, {}, {}, {}});
    adminServices->book = store.get();
    adminServices->treasury = store.get();
    adminServices->info = [this] { return describe(); };
    adminServices->state = [this] { return stateName(); };
    adminServices->stats = [this] { return stats->now(); };
    adminServices->warnings = [this] { return warnings(); };
    adminServices->stop = [this] { stop(); };
    adminServices->checkProvider = [this](const ProviderCheckParams& params, AdminServices::Done<ProviderCheckResult> done) {
        providerCheck->start(params, std::move(done));
    };
    adminServices->explain = [this](const ExplainParams& params) { return explainRoute(*snapshots.current(), router, pool, params); };
    offerLiveServices();

    AdminServerOptions adminOptions;
    adminOptions.location = !options.adminSocket.isEmpty() ? givenSocket(options.adminSocket)
        : systemService                                    ? systemSocket()
                                                           : perUserSocket();
    adminOptions.tokenFile = defaultTokenFile(adminOptions.location);
    adminOptions.log = [](const QString& line) { Log::info("admin", line.toStdString()); };
    Result<std::unique_ptr<AdminServer>> opened = AdminServer::open(adminOptions, *adminServices);
    if (!opened)
        return opened.error();
    admin = std::move(*opened);
    return {};
}

void Service::Parts::fail(Error error)
{
    Log::info("app", "the start failed: " + error.message);
    const auto done = std::move(onStarted);
    if (done)
        done(std::move(error));
}

HelloResult Service::Parts::describe() const
{
    HelloResult hello;
    hello.service = QStringLiteral("lanyard");
    hello.version = QStringLiteral(LANYARD_VERSION);
    hello.pid = QCoreApplication::applicationPid();
    hello.dataDir = text(options.dataDir.u8string().empty() ? std::string() : options.dataDir.string());
    hello.started = startedAt;
    hello.listen = {text(clientUrl())};
    hello.workers = static_cast<int>(workers.size());
    hello.demo = options.demo;
    if (const auto snapshot = snapshots.current()) {
        const SettingValues settings(snapshot->configuration().settings);
        hello.displayCurrency = text(settings.text("display_currency"));
        hello.displayRate = Money::parse(settings.text("display_rate")).value_or(hello.displayRate);
    }
    hello.mode = systemService ? QStringLiteral("system") : QStringLiteral("user");
    return hello;
}

QString Service::Parts::stateName() const
{
    if (stopping.load())
        return QStringLiteral("stopping");
    if (shared.paused.load(std::memory_order_relaxed))
        return QStringLiteral("paused");
    return store->locked() ? QStringLiteral("locked") : QStringLiteral("running");
}

QStringList Service::Parts::warnings() const
{
    QStringList list;
    if (store->locked())
        list.append(QCoreApplication::translate("service", "Sealed credentials cannot be opened: the master key is not available. Unlock the session's keychain; the service tries again by itself."));
    if (snapshots.current()->settings().openMode)
        list.append(QCoreApplication::translate("service", "Open mode is on: anyone who reaches the service can use it without an API key."));
    return list;
}

} // namespace lanyard
