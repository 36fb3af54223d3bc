// What people see of an exchange, and how they end it.

#include "gateway/Estimate.h"
#include "gateway/Exchange.h"
#include "gateway/ExchangeFeed.h"
#include "gateway/Hedge.h"

namespace lanyard {
namespace {

std::chrono::milliseconds wholeMs(SteadyTime from, SteadyTime to)
{
    return std::chrono::floor<std::chrono::milliseconds>(to - from);
}

} // namespace

FinishedExchange Exchange::toldOf(const JournalRecord& record, std::string message) const
{
    const Identity& identity = m_caller->identity;
    FinishedExchange told;
    told.id = record.exchange.value;
    told.requestId = m_caller->requestId;
    told.time = m_caller->receivedAt;
    told.user = identity.user ? identity.user->name : std::string();
    told.key = identity.key ? identity.key->name : std::string();
    told.model = m_resolution.model ? m_resolution.model->name : m_task.model;
    if (m_attempt) {
        told.provider = m_attempt->target().provider.name;
        told.credential = m_attempt->target().credential.name;
    }
    told.status = record.status;
    told.outcome = record.outcome;
    told.usage = record.usage;
    told.cost = record.cost;
    told.attempts = record.attempts;
    told.firstByteMs = record.firstByteMs;
    told.totalMs = record.totalMs;
    told.message = std::move(message);
    return told;
}

RunningExchange Exchange::describe() const
{
    using State = RunningExchange::State;
    const Identity& identity = m_caller->identity;
    RunningExchange seen;
    seen.id = m_settlement.id().value;
    seen.requestId = m_caller->requestId;
    seen.time = m_caller->receivedAt;
    seen.user = identity.user ? identity.user->name : std::string();
    seen.key = identity.key ? identity.key->name : std::string();
    seen.model = m_resolution.model ? m_resolution.model->name : m_task.model;
    seen.stream = m_task.stream;
    seen.attempts = static_cast<int>(m_attempts);
    seen.age = wholeMs(m_caller->receivedAtSteady, m_context.clock.steady());
    if (m_turn.waiting())
        seen.state = State::Queued;
    if (!m_attempt || m_turn.waiting())
        return seen;
    seen.provider = m_attempt->target().provider.name;
    seen.credential = m_attempt->target().credential.name;
    seen.state = m_uncounted ? State::Counting : m_attempt->firstByteAt() ? State::Answering : State::Asked;
    if (const auto first = m_attempt->firstByteAt())
        seen.firstByte = wholeMs(m_caller->receivedAtSteady, *first);
    const Usage soFar = likelyUsage(m_task.body.size(), m_attempt->textBytes());
    seen.outputTokens = soFar.completionTokens();
    seen.cost = price(soFar);
    return seen;
}

bool Exchange::isRunning() const
{
    return !m_over && !m_settlement.settled() && m_settlement.opened();
}

void Exchange::stop()
{
    if (!isRunning() || m_clientGone || m_uncounted)
        return; // it ends by itself
    const Error error{ErrorCode::Forbidden, "whoever runs this gateway stopped this request"};
    m_ping.stop();
    if (!m_attempt || m_turn.waiting() || m_lastFailure) {
        settle(Outcome::Failed, error.httpStatus(), {}, error.message);
        answerError(error, "stopped");
        return over();
    }
    dropHedge();
    const AttemptResult result = m_attempt->abandon();
    recordAttempt(*m_attempt, result);
    if (!result.committed) {
        settle(Outcome::Failed, error.httpStatus(), {}, error.message);
        answerError(error, "stopped");
        return over();
    }
    settle(Outcome::Truncated, 200, usageOf(result), error.message);
    if (m_task.operation == Operation::Speech && !m_task.stream) { // bytes that are no text can only break off
        m_reply.abort();
    } else {
        m_reply.write(m_surface.errorEvent(error, "stopped"));
        m_reply.end();
    }
    over();
}

} // namespace lanyard
