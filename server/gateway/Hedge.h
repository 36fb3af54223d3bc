#pragma once

#include "gateway/Exchange.h"

namespace lanyard {

/// The second attempt of a stream that is late to begin. Until it has won it only listens for the first word.
class Exchange::Hedge final : public AttemptObserver
{
public:
    explicit Hedge(Exchange& exchange) : m_exchange(exchange) {}

    void onAttemptFrames(std::string_view bytes) override
    {
        if (!won)
            m_exchange.onHedgeWon();
        m_exchange.onAttemptFrames(bytes);
    }
    void onAttemptEnd(AttemptResult result) override
    {
        if (won)
            m_exchange.onAttemptEnd(std::move(result));
        else
            m_exchange.recordAttempt(*attempt, result);
    }
    void onAttemptClosed() override
    {
        if (won)
            m_exchange.onAttemptClosed();
        else
            attempt.reset(); // it failed before the first one did; nobody waits for it
    }

    std::unique_ptr<Attempt> attempt; ///< null once it has won or failed
    bool won = false;

private:
    Exchange& m_exchange;
};

} // namespace lanyard
