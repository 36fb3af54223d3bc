#pragma once

#include "base/Mailbox.h"
#include "gateway/UsageCount.h"

#include <QThreadPool>

#include <functional>
#include <memory>

namespace lanyard {

/// Counts answers without usage, away from the worker's thread when that takes long.
///
/// Lives in: its worker's thread. Owns: one counting thread, which is there only while there is something to count.
/// Destroying it waits for the answer that is being counted and drops the others.
class TokenCounter final
{
public:
    /// Somebody waits for a count; once this is gone, nobody does.
    class Ticket
    {
    public:
        using Done = std::function<void(const Usage&)>;
        explicit Ticket(Done done) : m_done(std::make_shared<Done>(std::move(done))) {}

    private:
        friend class TokenCounter;
        std::shared_ptr<Done> m_done;
    };

    TokenCounter();
    ~TokenCounter();
    TokenCounter(const TokenCounter&) = delete;
    TokenCounter& operator=(const TokenCounter&) = delete;

    /// `done` runs in the worker's thread, later, as long as the ticket is kept. What the answer owns is let go there
    /// too.
    std::unique_ptr<Ticket> count(UncountedAnswer answer, Ticket::Done done);

private:
    Mailbox m_mailbox;
    QThreadPool m_thread;
};

} // namespace lanyard
