#include "http/GuardedConnection.h"

#include <algorithm>
#include <utility>

// The part of a connection that sends: what the client does not take waits, and nobody waits for a client for ever.

namespace lanyard {
namespace {

/// Output that is sent without waiting for the turn's end.
constexpr std::size_t kHighWater = Reply::kHighWaterBytes;
constexpr std::size_t kLowWater = kHighWater / 4;

} // namespace

void GuardedConnection::wakeAtTurnEnd()
{
    if (!m_inLoop)
        m_front.turn.add(*this);
}

void GuardedConnection::replyGrew()
{
    if (m_output.size() >= kHighWater && !m_writeBlocked)
        flushOutput();
    if (m_writeBlocked && m_output.size() >= kLowWater)
        m_drainedDue = true;
    wakeAtTurnEnd(); // settle() then counts what is left
}

void GuardedConnection::replyWrite(std::string_view bytes)
{
    sendOrKeep(bytes, nullptr);
}

void GuardedConnection::replyAdopt(std::string&& bytes)
{
    sendOrKeep(bytes, &bytes);
}

/// What was waiting and `bytes` go out in one send. What is left is kept: copied, or as it is if `owned` holds it.
void GuardedConnection::sendOrKeep(std::string_view bytes, std::string* owned)
{
    if (m_phase == Phase::Closed)
        return;
    const bool trying = !m_writeBlocked;
    std::ptrdiff_t written = 0;
    std::size_t sent = 0; // of `bytes`
    if (trying) {
        const std::size_t before = m_output.size();
        written = before > 0 ? m_transport->write(m_output.pending(), bytes) : m_transport->write(bytes, {});
        sent = written > 0 ? static_cast<std::size_t>(written) : 0;
        const std::size_t ofBefore = std::min(sent, before);
        if (before > 0)
            m_output.consume(ofBefore);
        sent -= ofBefore;
    }
    if (sent < bytes.size()) {
        if (owned && m_output.empty())
            m_output.adopt(std::move(*owned), sent);
        else
            m_output.text() += bytes.substr(sent);
    }
    if (trying)
        afterWrite(written);
}

void GuardedConnection::replyEnded(bool keepConnection)
{
    m_replyEnded = true;
    m_keepAlive = keepConnection;
    wakeAtTurnEnd();
}

void GuardedConnection::replyAborted(bool closeDelimited)
{
    m_reply.reset();
    m_replyEnded = true;
    if (m_phase == Phase::Closed)
        return;
    flushOutput(); // what the client can still have; without the end it knows that something is missing
    shut(closeDelimited ? Transport::CloseMode::Reset : Transport::CloseMode::Orderly);
}

void GuardedConnection::flushOutput()
{
    if (m_output.empty() || m_writeBlocked || m_phase == Phase::Closed)
        return;
    const std::ptrdiff_t written = m_transport->write(m_output.pending(), {});
    if (written > 0)
        m_output.consume(static_cast<std::size_t>(written));
    afterWrite(written);
}

void GuardedConnection::afterWrite(std::ptrdiff_t written)
{
    if (written == Transport::kFailed) {
        drop();
        return;
    }
    const std::size_t pending = replyPending();
    m_writeBlocked = !m_output.empty() || m_transport->buffered() > 0;
    m_transport->setWriting(m_writeBlocked);
    if (!m_writeBlocked)
        m_writeTimer.stop();
    else if (written > 0 || !m_writeTimer.isActive())
        m_writeTimer.start(m_front.limits.writeProgress);
    if (pending >= kLowWater)
        m_drainedDue = true;
    else if (m_drainedDue)
        m_front.turn.add(*this); // told from there: this may be inside a call of the handler
}

void GuardedConnection::tellDrained()
{
    if (!m_drainedDue || !m_reply || m_phase != Phase::InFlight || replyPending() >= kLowWater)
        return;
    m_drainedDue = false;
    const std::shared_ptr<ConnectionReply> reply = m_reply; // the observer may end it
    reply->tellDrained();
    if (m_phase != Phase::Closed)
        m_front.turn.add(*this);
}

void GuardedConnection::onWriteTimeout()
{
    if (!m_writeBlocked)
        return;
    m_stalled = true;
    drop();
}

} // namespace lanyard
