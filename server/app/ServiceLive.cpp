// What the owner sees and does while the service runs: what is under way, what the last hour was like, pause.

#include "app/ServiceParts.h"
#include "telemetry/Log.h"

namespace lanyard {

void Service::Parts::offerLiveServices()
{
    localServers = std::make_unique<LocalServers>(*providerCheck, snapshots);
    runningRequests = std::make_unique<RunningRequests>(workers, mailbox);
    adminServices->history = [this] { return stats ? stats->history() : HistoryResult{}; };
    adminServices->pause = [this](bool paused) { pause(paused); };
    adminServices->running = [this](AdminServices::Done<RunningListResult> done) { runningRequests->list(std::move(done)); };
    adminServices->stopRequest = [this](const QString& id, AdminServices::Done<Nothing> done) {
        runningRequests->stop(id, std::move(done));
    };
    adminServices->discover = [this](AdminServices::Done<DiscoverResult> done) { localServers->find(std::move(done)); };

    adminServices->subscriptionsChanged = [this] {
        requestFeed.setWanted(admin && admin->anyWants(events::RequestStarted::kName),
                              admin && (admin->anyWants(events::RequestFinished::kName) || admin->anyWants(events::RequestWaiting::kName)));
    };
    RequestFeed::Receiver receiver;
    receiver.started = [this](const RunningInfo& info) {
        if (admin)
            admin->publish<events::RequestStarted>(info);
    };
    receiver.finished = [this](const RequestInfo& info) {
        if (admin)
            admin->publish<events::RequestFinished>(info);
    };
    receiver.waits = [this](const RequestWaitingInfo& info) {
        if (admin)
            admin->publish<events::RequestWaiting>(info);
    };
    receiver.dropped = [this](std::uint64_t count) {
        if (admin)
            admin->tellDropped({events::RequestStarted::kName, events::RequestWaiting::kName, events::RequestFinished::kName}, count);
    };
    requestFeed.setReceiver(std::move(receiver));
}

void Service::Parts::pause(bool paused)
{
    if (shared.paused.exchange(paused) == paused)
        return;
    Log::info("app", paused ? "paused: new requests are refused" : "serving requests again");
    if (admin)
        admin->publish<events::ServiceState>({stateName()});
}

} // namespace lanyard
