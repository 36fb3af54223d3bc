#include "gateway/Exchange.h"

#include "base/CrashPoint.h"
#include "gateway/ChatRefusal.h"
#include "gateway/Estimate.h"
#include "gateway/ExchangeFeed.h"
#include "gateway/ExchangeRegistry.h"
#include "gateway/Failures.h"
#include "gateway/Hedge.h"
#include "gateway/RateLimitHeaders.h"
#include "gateway/SharedState.h"

#include <algorithm>
#include <utility>

namespace lanyard {
namespace {

/// How long a client may wait that is refused for a reason that time does not cure by itself (too many at once).
constexpr std::chrono::seconds kShortWait{1};
/// How long the provider may take to close a stream after its terminal mark before its connection is given up.
constexpr std::chrono::milliseconds kLinger{2'000};
/// What a refused client is told where nobody knows when a provider will have room.
constexpr std::optional<std::chrono::milliseconds> kAskAgain{5'000};

} // namespace

Exchange::Exchange(WorkerContext& context, const Surface& surface, Operation operation, std::unique_ptr<Caller> caller, IncomingRequest request, Reply reply)
    : m_context(context),
      m_surface(surface),
      m_operation(operation),
      m_caller(std::move(caller)),
      m_head(std::move(request.head)),
      m_body(std::make_shared<const RequestBody>(std::move(request.body))),
      m_reply(std::move(reply)),
      m_settlement(context, *m_caller),
      m_hedgeTimer(context.timers, [this] { startHedge(); }),
      m_turn(context, [this] { tryAgain(); }),
      m_ping(context.timers, [this] { sendPing(); }),
      m_linger(context.timers, [this] { over(); })
{
}

Exchange::~Exchange()
{
    m_reply.setObserver(nullptr);
}

void Exchange::start()
{
    m_reply.setObserver(this);
    Result<ModelTask> task = m_surface.readTask({m_operation, m_head.path(), m_head.query(), m_head.headers, m_body->view()});
    if (!task)
        return refuse(task.error());
    m_task = std::move(*task);
    m_task.path = m_head.path();
    m_task.headers = &m_head.headers;
    if (m_context.shared && m_task.protocol == Protocol::Responses) {
        const UserConfig* const user = m_caller->identity.user;
        m_task.items = &m_items.emplace(m_context.shared->keptItems, user ? user->id : UserId{}, m_context.clock);
    }
    m_body->forget(m_body->view());
    m_settlement.setStreamed(m_task.stream);
    m_settlement.setRequestedModel(m_task.model);
    if (m_caller->refusal)
        return refuse(*m_caller->refusal);
    if (const Result<void> resolved = resolve(); !resolved)
        return refuse(resolved.error(), resolved.error().code == ErrorCode::NotFound ? "model_not_found" : "");
    if (m_task.operation == Operation::CountTokens && countHere())
        return;
    if (answerFromCache())
        return;
    if (const Result<void> reserved = reserve(); !reserved)
        return; // refused already, with its Retry-After
    if (const Result<void> opened = m_settlement.open(likelyUsage(m_task.body.size(), 0)); !opened)
        return refuse(opened.error());
    if (m_context.feed && m_context.feed->wantsStarts())
        m_context.feed->started(describe());
    if (m_task.stream && !m_surface.ping().empty())
        m_ping.start(m_caller->snapshot->settings().keepAlivePing);
    m_input.emplace(AttemptInput{m_surface, m_task, {m_task.model, m_caller->requestId, m_caller->receivedAt}, m_body});
    findHome();
    tryNext();
}

Result<void> Exchange::resolve()
{
    Result<Resolution> resolution = m_context.router.resolve(*m_caller->snapshot, m_caller->identity, m_task.model);
    if (!resolution)
        return resolution.error();
    m_resolution = std::move(*resolution);
    if (const Result<void> served = keepServing(); !served)
        return served.error();
    const ModelConfig* const model = m_resolution.model;
    if (model)
        m_settlement.setModel(model->id);
    if (!priceInForce() && m_caller->snapshot->settings().unpricedModels != HotSettings::UnpricedModels::Free)
        return Error{ErrorCode::Forbidden, "the model \"" + m_task.model + "\" has no price, and models without one are blocked here; ask whoever runs this gateway to set one"};
    return {};
}

/// Leaves the candidates that can do what is asked: a chat goes to every provider, in other words where need be; so do
/// embeddings, where the provider has them; anything else only to one that speaks the client's protocol.
Result<void> Exchange::keepServing()
{
    if (m_task.operation == Operation::Chat || m_task.operation == Operation::CountTokens)
        return {};
    std::erase_if(m_resolution.candidates, [&](const Candidate& candidate) {
        const ProviderAdapter& adapter = adapterFor(candidate.provider->kind);
        return !adapter.passesThrough(*candidate.provider, m_task) && !(m_task.operation == Operation::Embeddings && adapter.embeds())
            && !(m_task.operation == Operation::Recognition && adapter.recognizes());
    });
    if (!m_resolution.candidates.empty())
        return {};
    return Error{ErrorCode::InvalidArgument, "no provider of the model \"" + m_task.model + "\" offers " + std::string(toString(m_task.operation)) + "; ask for another model"};
}

void Exchange::onAttemptFrames(std::string_view bytes)
{
    if (m_over)
        return;
    if (!std::exchange(m_committed, true)) {
        m_hedgeTimer.stop();
        dropHedge();
        if (m_context.shared && m_resolution.model && m_resolution.model->hedging)
            m_context.shared->hedges.observe(m_resolution.model->id, std::chrono::floor<std::chrono::milliseconds>(m_context.clock.steady() - m_attempt->startedAt()));
    }
    if (m_ping.isActive())
        m_ping.start(m_caller->snapshot->settings().keepAlivePing);
    beginStream(m_task.operation == Operation::Speech ? m_attempt->contentType() : std::string_view{});
    m_reply.write(bytes);
    if (m_over || !keepsWithinReserve())
        return;
    if (!m_paused && m_reply.bytesPending() > Reply::kHighWaterBytes) {
        m_paused = true;
        m_attempt->pause();
    }
}

void Exchange::onReplyDrained()
{
    if (m_paused && m_attempt && !m_over) {
        m_paused = false;
        m_attempt->resume();
    }
}

void Exchange::onAttemptEnd(AttemptResult result)
{
    if (!m_over)
        count(std::move(result));
}

void Exchange::conclude(AttemptResult result)
{
    recordAttempt(*m_attempt, result);
    if (m_clientGone)
        return leave(result);
    if (result.failure == FailureClass::None)
        return succeed(result);
    if (result.committed)
        return breakOff(result);
    if (result.failure == FailureClass::Cancelled) { // no room for an answer here: another would find none either
        dropHedge();
        return fail(&result);
    }
    if (!triesElsewhere(result.failure))
        return passOn(result);
    explain(m_attempt->target().provider.name + "/" + m_attempt->target().credential.name + " failed: "
            + std::string(toString(result.failure)) + (result.message.empty() ? "" : " (" + result.message + ")"));
    if (result.failure == FailureClass::ModelUnavailable) {
        // Its other credentials, which may be allowed more, come after every other way.
        auto& candidates = m_resolution.candidates;
        const auto here = candidates.begin() + static_cast<std::ptrdiff_t>(std::min(m_candidate, candidates.size() - 1));
        std::rotate(here, here + 1, candidates.end());
    }
    m_lastFailure = std::move(result);
    // onAttemptClosed() follows and goes on with the next one: this attempt is still on the stack.
}

void Exchange::onAttemptClosed()
{
    if (m_uncounted) {
        m_closedEarly = true;
        return;
    }
    if (m_settlement.settled())
        return over();
    if (!m_lastFailure)
        return;
    m_hedgeTimer.stop();
    if (hedgeRuns())
        return onHedgeWon(); // the only one left
    tryNext();
}

void Exchange::succeed(AttemptResult& result)
{
    m_ping.stop();
    rememberHome();
    const Usage usage = usageOf(result);
    settle(Outcome::Ok, 200, usage);
    crashPoint("settled");
    // The books are closed before the client can see that its answer is whole.
    if (m_task.stream || m_reply.begun()) {
        beginStream(result.contentType);
        m_reply.write(result.terminalMark);
        m_reply.end();
    } else {
        HttpHeaders headers = commonHeaders();
        headers.add("Content-Type", result.contentType.empty() ? "application/json" : result.contentType);
        m_reply.send({200, std::move(headers), std::move(result.body)});
    }
    keepInCache(usage);
    m_reply.setObserver(nullptr);
    m_linger.start(kLinger);
}

void Exchange::breakOff(const AttemptResult& result)
{
    m_ping.stop();
    const Error error = errorFor(result, m_attempt->target().provider.name);
    settle(Outcome::Truncated, 200, usageOf(result), error.message);
    // No terminal mark and no finish reason of our own: the client is told that the answer is not whole. Bytes that are
    // no text can only break off.
    if (m_task.operation == Operation::Speech && !m_task.stream) {
        m_reply.abort();
    } else {
        m_reply.write(m_surface.errorEvent(error, "stream_interrupted"));
        m_reply.end();
    }
    m_reply.setObserver(nullptr);
    m_linger.start(kLinger);
}

void Exchange::passOn(const AttemptResult& result)
{
    m_ping.stop();
    dropHedge();
    settle(Outcome::Failed, result.status, {}, result.message);
    if (m_reply.begun() || result.body.empty() || result.foreign) {
        answerError(errorFor(result, m_attempt->target().provider.name));
    } else {
        HttpHeaders headers = commonHeaders();
        headers.add("Content-Type", result.contentType.empty() ? "application/json" : result.contentType);
        m_reply.send({result.status, std::move(headers), result.body});
    }
    m_reply.setObserver(nullptr);
    m_linger.start(kLinger);
}

void Exchange::fail(const AttemptResult* last)
{
    m_ping.stop();
    const std::string provider = m_attempt ? m_attempt->target().provider.name : std::string();
    const Error error = last ? errorFor(*last, provider) : errorFor(m_lastRefusal, m_task.model, {m_turn.waited(), m_turn.turnedAway()});
    const bool modelMissing = last && last->failure == FailureClass::ModelUnavailable;
    settle(Outcome::Failed, error.httpStatus(), {}, error.message);
    answerError(error, modelMissing ? "model_not_found" : "", last ? last->retryAfter : m_lastRefusal && m_lastRefusal->retryAfter ? m_lastRefusal->retryAfter : kAskAgain);
    over();
}

void Exchange::refuse(const Error& error, std::string_view code)
{
    settle(Outcome::Refused, error.httpStatus(), {}, error.message);
    answerError(error, code);
    over();
}

void Exchange::answerError(const Error& error, std::string_view code, std::optional<std::chrono::milliseconds> retryAfter)
{
    if (tellsAsChat())
        return answerAsChat(error);
    if (m_reply.begun()) { // a ping went out: the failure is told inside the stream
        m_reply.write(m_surface.errorEvent(error, code));
        m_reply.end();
        return;
    }
    HttpHeaders headers = commonHeaders();
    headers.add("Content-Type", "application/json");
    if (error.httpStatus() == 429 || error.httpStatus() == 503) {
        const auto wait = std::max(std::chrono::ceil<std::chrono::seconds>(retryAfter.value_or(kShortWait)), kShortWait);
        headers.add("Retry-After", std::to_string(wait.count()));
    }
    m_reply.send({error.httpStatus(), std::move(headers), m_surface.errorBody(error, code)});
}

bool Exchange::tellsAsChat() const
{
    return errorStyleFor(m_caller->identity.key, *m_caller->snapshot) == ErrorStyle::Chat && m_task.operation == Operation::Chat && !m_task.body.empty() && !m_committed;
}

/// The books have the refusal with its status; the client's user reads it where an answer would stand.
void Exchange::answerAsChat(const Error& error)
{
    const std::string answer = chatRefusal(m_surface, m_task, {m_task.model, m_caller->requestId, m_caller->receivedAt}, error);
    if (m_task.stream || m_reply.begun()) {
        beginStream({});
        m_reply.write(answer);
        return m_reply.end();
    }
    HttpHeaders headers = commonHeaders();
    headers.add("Content-Type", "application/json");
    m_reply.send({200, std::move(headers), answer});
}

void Exchange::onClientGone()
{
    if (m_over || m_settlement.settled())
        return;
    m_ping.stop();
    if (!m_attempt || m_turn.waiting()) {
        settle(Outcome::ClientGone, 499, {}, m_attempt ? "the client closed the connection" : "the client left before anything was sent");
        return over();
    }
    dropHedge();
    m_clientGone = true;
    if (!m_uncounted)
        count(m_attempt->abandon());
}

void Exchange::leave(const AttemptResult& result)
{
    // Pays for what was produced; nothing, as long as no word of the answer had reached it.
    settle(Outcome::ClientGone, 499, result.committed ? usageOf(result) : Usage{},
           m_reply.clientStalled() ? "the client stopped reading and was dropped" : "the client closed the connection");
    over();
}

void Exchange::over()
{
    if (m_over)
        return;
    m_over = true;
    m_ticket.reset();
    m_ping.stop();
    m_linger.stop();
    m_hedgeTimer.stop();
    m_turn.leave();
    m_reply.setObserver(nullptr);
    m_context.exchanges.retire(*this);
}

void Exchange::beginStream(std::string_view contentType)
{
    if (m_reply.begun())
        return;
    HttpHeaders headers = commonHeaders();
    headers.add("Content-Type", contentType.empty() ? m_surface.streamContentType() : contentType);
    headers.add("Cache-Control", "no-cache");
    headers.add("X-Accel-Buffering", "no"); // a reverse proxy in front must not collect events
    m_reply.begin(200, headers);
}

void Exchange::sendPing()
{
    beginStream({});
    if (m_turn.waiting())
        m_reply.write(": waiting for a free provider, place " + std::to_string(m_turn.place()) + " in the queue\n\n");
    m_reply.write(m_surface.ping());
    m_ping.start(m_caller->snapshot->settings().keepAlivePing);
}

void Exchange::recordAttempt(const Attempt& attempt, const AttemptResult& result, Told told)
{
    const bool produced = result.committed || result.failure == FailureClass::None || told == Told::Nothing;
    Settlement::AttemptEntry entry;
    entry.provider = attempt.target().provider.id;
    entry.credential = attempt.target().credential.id;
    entry.status = result.status;
    entry.failure = result.failure;
    entry.usage = produced ? usageOf(result) : Usage{};
    entry.upstreamCost = upstreamCost(attempt.target(), entry.usage);
    entry.startedAt = attempt.startedAt();
    entry.firstByteAt = attempt.firstByteAt();
    m_settlement.attempt(entry);
}

/// Only what is not plain: an exchange that went where it belongs at once has nothing to say.
void Exchange::explain(std::string text)
{
    constexpr std::size_t kLongest = 4'000;
    if (m_explanation.size() + text.size() > kLongest)
        return;
    m_explanation += (m_explanation.empty() ? "" : "\n") + std::move(text);
}

void Exchange::settle(Outcome outcome, int status, const Usage& usage, std::string message)
{
    const Money cost = usage.nothing() ? Money{} : price(usage);
    const Money absorbed = m_reservation ? m_reservation.settle(usage.total(), cost) : Money{};
    if (outcome != Outcome::Ok && m_caller->recording)
        m_caller->recording->spoil();
    m_settlement.setExplanation(std::move(m_explanation));
    const bool told = m_context.feed && m_context.feed->wanted();
    const JournalRecord record = m_settlement.settle({outcome, status, usage, cost - absorbed, absorbed, told ? message : std::move(message)});
    m_context.exchanges.counters().count(outcome, usage);
    m_context.exchanges.counters().add(record);
    if (told)
        m_context.feed->finished(toldOf(record, std::move(message)));
}

Usage Exchange::usageOf(const AttemptResult& result) const
{
    return result.usage ? *result.usage : likelyUsage(m_task.body.size(), result.textBytes);
}

HttpHeaders Exchange::commonHeaders() const
{
    HttpHeaders headers;
    headers.reserve(8);
    headers.add("X-Request-Id", m_caller->requestId);
    if (m_attempt && !m_attempt->adjustments().empty())
        headers.add("X-Lanyard-Adjusted", m_attempt->adjustments().text());
    addRateLimitHeaders(headers, m_context.governor.rateLimits(m_caller->identity, m_resolution.model ? m_resolution.model->id : ModelId{}));
    if (const auto waited = m_turn.waited(); waited.count() > 0)
        headers.add("X-Lanyard-Queued-Ms", std::to_string(waited.count()));
    if (m_turn.turnedAway())
        headers.add("X-Lanyard-Queue-Length", std::to_string(m_caller->snapshot->settings().queueLength));
    return headers;
}

} // namespace lanyard
