// The end of the service, in order: no new clients, running exchanges end, threads join, the books are closed.

#include "app/ServiceParts.h"
#include "telemetry/Log.h"

namespace lanyard {

void Service::Parts::stop()
{
    if (stopping.exchange(true)) { // the second time somebody asks: now
        for (const auto& worker : workers)
            worker->abandon();
        return;
    }
    Log::info("app", "stopping: running requests may end");
    if (admin)
        admin->publish<events::ServiceState>({stateName()});
    acceptor.reset();
    configFile.reset();
    tlsFiles.reset(); // a start that still tries a certificate ends here
    workersDraining = static_cast<int>(workers.size());
    for (const auto& worker : workers) {
        worker->drain([this] {
            mailbox.post([this] {
                if (--workersDraining == 0)
                    finishStop();
            });
        });
    }
    if (workers.empty())
        return finishStop();
    QObject::connect(&drainDeadline, &QTimer::timeout, &drainDeadline, [this] {
        Log::warning("app", "requests that did not end in time are broken off");
        for (const auto& worker : workers)
            worker->abandon();
    });
    drainDeadline.start(options.drainTime);
}

void Service::Parts::finishStop()
{
    drainDeadline.stop();
    workers.clear(); // joins the threads; their journals are given back
    stats.reset();
    if (poolKeeper)
        poolKeeper->keep();
    if (store) // a start that failed has none
        store->stop();
    if (admin)
        admin->shutDown(); // last: whoever waits for the end finds the data folder free
    // What was still under way, such as the rest of a start, may have been answered: it finds nothing any more to go on with.
    mailbox.close();
    Log::info("app", "stopped");
    if (onStopped)
        onStopped();
}

Service::Parts::~Parts()
{
    acceptor.reset();
    workers.clear();
    providerCheck.reset();
    http.reset();
    demo.reset();
    admin.reset();
    poolKeeper.reset();
    if (store)
        store->stop();
    mailbox.close();
}

} // namespace lanyard
