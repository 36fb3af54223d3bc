#include "ledger/JournalDrain.h"
#include "ledger/RequestIds.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

using namespace lanyard;

namespace {

/// The drain's part here: only the making of segments ahead. Nothing is booked, so nothing may leave the journal.
class RefusingSink final : public LedgerSink
{
public:
    Result<void> book(const DrainBatch&) override { return Error{ErrorCode::Io, "this book takes nothing"}; }
    Result<void> sync() override { return {}; }
    Result<State> state() override { return State{}; }
};

JournalRecord record(JournalKind kind, ExchangeId exchange)
{
    JournalRecord r;
    r.kind = kind;
    r.exchange = exchange;
    r.user = {1};
    r.requestId = requestIdBits(std::to_string(exchange.value));
    r.cost = Money::fromNano(static_cast<std::int64_t>(exchange.value & 0xFFFF'FFFF));
    r.attempts = 1;
    return r;
}

bool acknowledge(char what, ExchangeId exchange)
{
    return std::printf("%c %llu\n", what, static_cast<unsigned long long>(exchange.value)) > 0 && std::fflush(stdout) == 0;
}

} // namespace

/// journal_crash_helper FOLDER EPOCH: appends exchanges for ever and says each settled one on stdout after append()
/// returned, each opened one with "o" before it.
int main(int argc, char** argv)
{
    if (argc != 3)
        return 2;
    RefusingSink sink;
    JournalDrain drain(argv[1], sink);
    std::atomic<bool> wanted{false};
    const auto epoch = static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10));
    Result<std::unique_ptr<JournalWriter>> writer = drain.openLane(epoch, 0, [&] { wanted = true; });
    if (!writer)
        return 1;
    std::thread drainer([&] {
        for (;;) {
            if (wanted.exchange(false))
                (void)drain.drain();
            std::this_thread::yield();
        }
    });
    JournalWriter& journal = **writer;
    for (;;) {
        const ExchangeId exchange = journal.nextExchange();
        if (!journal.append(record(JournalKind::Open, exchange)))
            std::_Exit(1);
        if (exchange.value % 7 == 0 && !acknowledge('o', exchange))
            std::_Exit(1);
        if (!journal.append(record(JournalKind::Attempt, exchange)) || !journal.append(record(JournalKind::Settled, exchange)) ||
            !acknowledge('s', exchange)) {
            std::_Exit(1);
        }
    }
}
