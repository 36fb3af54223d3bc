#pragma once

#include "admin/AdminServer.h"
#include "app/ConfigFile.h"
#include "app/FrontSettings.h"
#include "app/LocalServers.h"
#include "app/PoolKeeper.h"
#include "app/ProviderCheck.h"
#include "app/RequestFeed.h"
#include "app/RunningRequests.h"
#include "app/Service.h"
#include "app/StatsMeter.h"
#include "app/TlsFiles.h"
#include "app/Worker.h"
#include "eventloop/TimerWheel.h"
#include "gateway/SharedState.h"
#include "http/Acceptor.h"
#include "store/StoreService.h"
#include "upstream/HttpUpstream.h"
#include "upstream/DemoUpstream.h"
#include "vault/Keychain.h"
#include "vault/MasterKeyFinder.h"

#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace lanyard {

/// Everything the service is made of, in the order in which it depends on each other: destroyed from the bottom up.
/// Lives in: main.
struct Service::Parts
{
    explicit Parts(ServeOptions serveOptions) : options(std::move(serveOptions)) {}
    ~Parts();

    // Start, step by step; each ends in the next or in fail().
    void openStore();
    void findMasterKey();
    void seed();
    void applyChanges(std::vector<ConfigChange> changes, std::function<void()> next);
    void applyConfigFile();
    void serve();
    Result<void> startWorkers();
    Result<void> listenForClients();
    Result<void> listenForOwner();
    void fail(Error error);

    // Stop
    void stop();
    void finishStop();

    HelloResult describe() const;
    QString stateName() const;
    QStringList warnings() const;

    // The front, while it serves
    QString preparedSpoolFolder();
    FrontSettings currentFrontSettings() const;
    void applyFrontSettings();
    void loadTls();
    void onTlsChanged(Result<TlsFiles::Configuration> changed);
    std::string clientUrl() const;

    // The owner's live view
    void offerLiveServices();
    void pause(bool paused);

    ServeOptions options;
    std::function<void(Result<Started>)> onStarted;
    std::function<void()> onStopped;
    Started started;
    WallTime startedAt{};
    bool systemService = false;
    std::atomic<bool> stopping{false};
    int workersDraining = 0;

    SystemClock clock;
    Mailbox mailbox; ///< of the main thread
    RequestFeed requestFeed{mailbox};
    SnapshotHub snapshots;
    KeyPool pool{clock};
    Router router{&pool};
    SharedState shared;
    Governor governor{clock};
    RefusalCounter refusals;
    std::unique_ptr<StoreService> store;
    std::unique_ptr<PoolKeeper> poolKeeper;
    std::vector<BudgetAlert> alertsAtStart; ///< from budgets that were passed when the last run died
    SystemKeychain keychain;
    std::unique_ptr<MasterKeyFinder> masterKeyFinder;
    std::unique_ptr<ConfigFile> configFile;

    BufferBudget memoryBudget{0};
    BufferBudget spoolBudget{0};
    QString spoolFolder;
    FrontSettings frontSettings; ///< what the workers have
    std::unique_ptr<TlsFiles> tlsFiles;
    TlsFiles::Configuration tls; ///< null: plain HTTP

    std::optional<WorkerSetup> workerSetup;
    std::vector<std::unique_ptr<Worker>> workers;
    std::shared_ptr<ConnectionCounts> connectionCounts;
    std::unique_ptr<Acceptor> acceptor;

    // For the owner's own calls to providers.
    TimerWheel timers{clock};
    std::unique_ptr<HttpUpstream> http;
    std::unique_ptr<DemoUpstream> demo;
    std::unique_ptr<ProviderCheck> providerCheck;
    std::unique_ptr<LocalServers> localServers;
    std::unique_ptr<RunningRequests> runningRequests;

    std::unique_ptr<StatsMeter> stats;
    std::optional<AdminServices> adminServices;
    std::unique_ptr<AdminServer> admin;
    QTimer drainDeadline;
};

} // namespace lanyard
