#pragma once

#include "base/Mailbox.h"
#include "llm/Outcome.h"
#include "llm/Usage.h"

#include <atomic>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

namespace lanyard {

class Exchange;
struct JournalRecord;
struct RunningExchange;

/// Numbers of one worker that other threads may read at any time.
struct ExchangeCounters
{
    std::atomic<std::uint64_t> started{0};
    std::atomic<std::uint64_t> finished{0};
    std::atomic<std::uint64_t> failed{0};
    std::atomic<std::uint64_t> refused{0};
    std::atomic<std::uint64_t> inputTokens{0};
    std::atomic<std::uint64_t> outputTokens{0};
    std::atomic<std::uint64_t> firstBytes{0};  ///< answers that began ...
    std::atomic<std::uint64_t> firstByteMs{0}; ///< ... and how long they took to, added up
    std::atomic<std::int64_t> costNano{0};

    /// The worker's thread: one exchange ended.
    void count(Outcome outcome, const Usage& usage);
    /// Likewise: what it cost, and how soon its answer began.
    void add(const JournalRecord& record);
};

/// Owns the exchanges of one worker while they run. Lives in: the worker's thread; counters() from any thread.
class ExchangeRegistry
{
public:
    ExchangeRegistry();
    ~ExchangeRegistry();

    Exchange& add(std::unique_ptr<Exchange> exchange);
    /// The exchange is over; it is destroyed in a later turn of the loop, because it may be on the stack now.
    void retire(Exchange& exchange);
    bool empty() const { return m_running.empty(); }
    /// Called each time the last running exchange has been destroyed.
    void setIdleCallback(std::function<void()> onIdle) { m_onIdle = std::move(onIdle); }
    /// Ends every running exchange as if its client had left.
    void abandonAll();
    /// The oldest ones, at most `most` of them, and how many there are in all.
    struct Running
    {
        std::vector<RunningExchange> exchanges;
        std::size_t total = 0;
    };
    Running running(std::size_t most) const;
    /// `id`: an exchange's number in text, or the request id that its client saw. False: none of this worker has it.
    bool stop(std::string_view id);

    ExchangeCounters& counters() { return m_counters; }

private:
    void bury();

    std::unordered_map<Exchange*, std::unique_ptr<Exchange>> m_running;
    std::vector<std::unique_ptr<Exchange>> m_retired;
    std::function<void()> m_onIdle;
    ExchangeCounters m_counters;
    Mailbox m_later;
};

} // namespace lanyard
