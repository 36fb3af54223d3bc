#pragma once

#include "base/Clock.h"
#include "base/Mailbox.h"
#include "config/ConfigService.h"
#include "config/Snapshot.h"
#include "governor/Governor.h"
#include "keypool/KeyPool.h"
#include "ledger/BookKeeping.h"
#include "ledger/Reports.h"
#include "ledger/Treasury.h"
#include "protocol/Methods.h"

#include <functional>

namespace lanyard {

/// Everything that administration may touch, given by whoever builds the service. All of it outlives the server.
/// The functions are called in the admin thread; one that is empty makes its methods answer Unavailable.
struct AdminServices
{
    template<class T>
    using Done = std::function<void(Result<T>)>;

    ConfigService& config;
    const SnapshotHub& snapshots;
    Reports& reports;
    KeyPool& keyPool;
    const Governor& governor;
    const Clock& clock;
    Mailbox& replyTo; ///< of the admin thread

    /// What hello answers; `protocol` and `capabilities` are filled in here.
    std::function<HelloResult()> info = {};
    /// "running", "locked" or "stopping".
    std::function<QString()> state = {};
    std::function<StatsInfo()> stats = {};
    /// What the owner should look at beyond what the configuration itself shows.
    std::function<QStringList()> warnings = {};
    /// Begins the drain; returns at once.
    std::function<void()> stop = {};
    /// One real request to the provider. `done` in the admin thread.
    std::function<void(ProviderCheckParams, Done<ProviderCheckResult> done)> checkProvider = {};
    std::function<Result<ExplainResult>(const ExplainParams&)> explain = {};
    std::function<HistoryResult()> history = {};
    /// New requests are refused, or let in again.
    std::function<void(bool paused)> pause = {};
    std::function<void(Done<RunningListResult> done)> running = {};
    /// Errors: NotFound.
    std::function<void(QString id, Done<Nothing> done)> stopRequest = {};
    std::function<void(Done<DiscoverResult> done)> discover = {};
    /// Somebody subscribed, unsubscribed or left: AdminServer::anyWants() may answer otherwise now.
    std::function<void()> subscriptionsChanged = {};
    /// Null: methods on backups and checks answer Unavailable.
    BookKeeping* book = nullptr;
    /// Null: methods on deposits and vouchers answer Unavailable.
    Treasury* treasury = nullptr;
};

} // namespace lanyard
