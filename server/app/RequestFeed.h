#pragma once

#include "base/Mailbox.h"
#include "gateway/ExchangeFeed.h"
#include "protocol/messages/ReportMessages.h"

#include <atomic>
#include <functional>

namespace lanyard {

/// Brings finished exchanges from the workers to the admin socket's subscribers.
/// Lives in: main; wanted() and finished() from any thread.
class RequestFeed final : public ExchangeFeed
{
public:
    /// `mailbox`: of the main thread; outlives this.
    explicit RequestFeed(Mailbox& mailbox) : m_mailbox(mailbox) {}

    void setReceiver(std::function<void(const RequestInfo&)> receiver) { m_receiver = std::move(receiver); }
    void setWanted(bool wanted) { m_wanted.store(wanted, std::memory_order_relaxed); }

    bool wanted() const override { return m_wanted.load(std::memory_order_relaxed); }
    void finished(FinishedExchange exchange) override;

private:
    /// More than this waiting for the main thread, and further ones are not told: memory stays bounded.
    static constexpr int kMostWaiting = 4096;

    Mailbox& m_mailbox;
    std::function<void(const RequestInfo&)> m_receiver;
    std::atomic<bool> m_wanted{false};
    std::atomic<int> m_waiting{0};
};

} // namespace lanyard
