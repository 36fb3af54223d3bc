#include "store/StoreService.h"

#include "ledger/RequestIds.h"

#include <QCoreApplication>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

using namespace lanyard;

namespace {

void serve(JournalWriter& journal, const Clock& clock)
{
    for (;;) {
        JournalRecord record;
        record.exchange = journal.nextExchange();
        record.user = {1};
        record.requestId = requestIdBits(std::to_string(record.exchange.value));
        record.time = clock.wall();
        if (!journal.append(record))
            std::_Exit(1);
        record.kind = JournalKind::Attempt;
        record.attempts = 1;
        record.upstreamCost = Money::fromNano(2);
        if (!journal.append(record))
            std::_Exit(1);
        record.kind = JournalKind::Settled;
        record.upstreamCost = {};
        record.cost = Money::fromNano(3);
        if (!journal.append(record) ||
            std::printf("%llu\n", static_cast<unsigned long long>(record.exchange.value)) <= 0 || std::fflush(stdout) != 0)
            std::_Exit(1);
    }
}

} // namespace

/// store_crash_helper FOLDER: a store with two workers that settle exchanges for ever and say each on stdout afterwards,
/// while the store drains every millisecond.
int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    if (argc != 2)
        return 2;
    SystemClock clock;
    SnapshotHub hub;
    StoreOptions options{argv[1], StoreOptions::MasterKeyFrom::File, clock, hub};
    options.drainEvery = std::chrono::milliseconds{1};
    Result<std::unique_ptr<StoreService>> store = StoreService::open(std::move(options));
    if (!store) {
        std::fprintf(stderr, "%s\n", store.error().message.c_str());
        return 1;
    }
    std::vector<std::unique_ptr<JournalWriter>> journals;
    std::vector<std::thread> workers;
    for (std::uint32_t worker = 0; worker < 2; ++worker) {
        journals.push_back(*(*store)->openJournal(worker));
        workers.emplace_back([&clock, journal = journals.back().get()] { serve(*journal, clock); });
    }
    for (std::thread& worker : workers)
        worker.join();
}
