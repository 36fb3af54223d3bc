#pragma once

#include "base/Mailbox.h"
#include "gateway/ExchangeFeed.h"
#include "protocol/messages/EventMessages.h"
#include "protocol/messages/LiveMessages.h"
#include "protocol/messages/ReportMessages.h"

#include <QTimer>

#include <atomic>
#include <functional>
#include <mutex>
#include <variant>
#include <vector>

namespace lanyard {

/// Brings exchanges that begin, wait and end from the workers to the admin socket's subscribers: collected, and told ten times a
/// second, so that any rate of requests is a bounded rate of events. What is more than that is not told, but counted.
///
/// Lives in: main; what ExchangeFeed declares from any thread.
class RequestFeed final : public ExchangeFeed
{
public:
    static constexpr std::chrono::milliseconds kEvery{100};
    static constexpr std::size_t kMostAtOnce = 400; ///< 4,000 a second

    /// Called in the main thread.
    struct Receiver
    {
        std::function<void(const RunningInfo&)> started;
        std::function<void(const RequestInfo&)> finished;
        std::function<void(std::uint64_t)> dropped; ///< so many were not told
        std::function<void(const RequestWaitingInfo&)> waits = {};
    };

    /// `mailbox`: of the main thread; outlives this.
    explicit RequestFeed(Mailbox& mailbox);

    void setReceiver(Receiver receiver) { m_receiver = std::move(receiver); }
    void setWanted(bool starts, bool ends);

    bool wanted() const override { return m_wanted.load(std::memory_order_relaxed); }
    void finished(FinishedExchange exchange) override { add(std::move(exchange)); }
    bool wantsStarts() const override { return m_wantsStarts.load(std::memory_order_relaxed); }
    void started(RunningExchange exchange) override { add(std::move(exchange)); }
    void waits(WaitingExchange exchange) override { add(std::move(exchange)); }

private:
    using Event = std::variant<RunningExchange, WaitingExchange, FinishedExchange>;
    void add(Event event);
    void tell();

    Mailbox& m_mailbox;
    Receiver m_receiver;
    QTimer m_timer;
    std::atomic<bool> m_wanted{false};
    std::atomic<bool> m_wantsStarts{false};
    std::mutex m_mutex; ///< guards m_events, m_dropped
    std::vector<Event> m_events;
    std::uint64_t m_dropped = 0;
};

} // namespace lanyard
