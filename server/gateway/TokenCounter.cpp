#include "gateway/TokenCounter.h"

namespace lanyard {

TokenCounter::TokenCounter()
{
    m_thread.setMaxThreadCount(1);
}

TokenCounter::~TokenCounter()
{
    m_mailbox.close();
    m_thread.clear();
    m_thread.waitForDone();
}

std::unique_ptr<TokenCounter::Ticket> TokenCounter::count(UncountedAnswer answer, Ticket::Done done)
{
    auto ticket = std::make_unique<Ticket>(std::move(done));
    auto shared = std::make_shared<UncountedAnswer>(std::move(answer));
    m_thread.start([this, shared = std::move(shared), waiting = std::weak_ptr(ticket->m_done)]() mutable {
        const Usage usage = waiting.expired() ? Usage{} : countedUsage(*shared);
        m_mailbox.post(
            [usage, waiting, shared = std::move(shared)] { // the request's body goes back to where it came from
                if (const auto whoWaits = waiting.lock())
                    (*whoWaits)(usage);
            });
    });
    return ticket;
}

} // namespace lanyard
