// Exchange's way from one attempt to the next: leases, waiting, last resorts, and the second attempt of a late stream.

#include "gateway/Exchange.h"

#include "base/CrashPoint.h"
#include "gateway/ExchangeFeed.h"
#include "gateway/Hedge.h"
#include "gateway/SharedState.h"

#include <algorithm>
#include <utility>

namespace lanyard {
namespace {

/// A second attempt is for idle capacity only.
constexpr double kSpareHeadroom = 0.2;

ModelKey keyOf(const Resolution& resolution, const Candidate& candidate)
{
    return ModelKey::of(resolution.model ? resolution.model->id : ModelId{}, candidate.upstreamModel);
}

} // namespace

LeaseRequest Exchange::leaseRequest(const Candidate& candidate) const
{
    LeaseRequest request;
    request.provider = candidate.provider;
    if (m_resolution.model)
        request.model = m_resolution.model->id;
    request.upstreamModel = candidate.upstreamModel;
    request.estimatedTokens = m_bound.total();
    request.mostHeadroom = m_resolution.model && m_caller->snapshot->strategyOf(*m_resolution.model) == Strategy::Headroom;
    if (m_home && m_home->provider == candidate.provider->id)
        request.prefer = m_home->credential;
    request.exclude = m_tried;
    request.ignoreBreaker = m_ignoreBreakers;
    request.lastResort = m_lastResort;
    return request;
}

void Exchange::tryNext()
{
    const HotSettings& settings = m_caller->snapshot->settings();
    const bool inTime = m_attempts == 0 || m_context.clock.steady() - m_caller->receivedAtSteady <= settings.retryDeadline;
    const bool mayTry = inTime && m_attempts < settings.maxAttempts;
    for (; mayTry && m_candidate < m_resolution.candidates.size(); ++m_candidate) {
        const Candidate& candidate = m_resolution.candidates[m_candidate];
        if (!m_turn.mayLease(candidate.provider->id, keyOf(m_resolution, candidate))) {
            m_room.wants.push_back({candidate.provider->id, std::nullopt});
            m_room.anyTime = true;
            continue;
        }
        auto answer = m_context.pool.lease(leaseRequest(candidate));
        if (auto* lease = std::get_if<Lease>(&answer)) {
            if (m_turn.waiting())
                explain("waited " + std::to_string(m_turn.waited().count()) + " ms in the queue");
            m_turn.leave();
            if (startAttempt(candidate, std::move(*lease)))
                return;
            continue;
        }
        m_lastRefusal = std::get<LeaseRefusal>(std::move(answer));
        m_breakerMet |= m_lastRefusal->why == LeaseRefusal::Why::BreakerOpen;
        if (!m_turn.waiting() && !m_ignoreBreakers && m_lastRefusal->why != LeaseRefusal::Why::AllTried)
            explain(candidate.provider->name + " was skipped: " + m_lastRefusal->explanation);
        noteRoom(candidate, *m_lastRefusal);
    }
    if (mayTry && m_turn.wait(*m_caller, std::exchange(m_room, {})))
        return tellWaiting();
    if (mayTry && !m_lastResort) {
        // Trying beats refusing: first those that only a breaker keeps, then those that are out until a probe.
        m_lastResort = m_ignoreBreakers || !m_breakerMet;
        m_ignoreBreakers = true;
        m_candidate = 0;
        return tryNext();
    }
    m_turn.leave();
    fail(m_lastFailure ? &*m_lastFailure : nullptr);
}

void Exchange::tellWaiting()
{
    if (!m_context.feed || !m_context.feed->wanted())
        return;
    const std::size_t place = m_turn.place();
    if (std::exchange(m_toldPlace, place) == place)
        return;
    const Identity& identity = m_caller->identity;
    m_context.feed->waits({m_caller->requestId, m_caller->receivedAt, identity.user ? identity.user->name : std::string(),
                           identity.key ? identity.key->name : std::string(), m_resolution.model ? m_resolution.model->name : m_task.model, place,
                           m_turn.waited()});
}

/// Back from the queue: the flags may have changed meanwhile.
void Exchange::tryAgain()
{
    if (const Result<void> admitted = m_context.governor.admit(m_caller->identity); !admitted) {
        m_turn.leave();
        return refuse(admitted.error());
    }
    m_candidate = 0;
    m_room = {};
    tryNext();
}

void Exchange::noteRoom(const Candidate& candidate, const LeaseRefusal& refusal)
{
    const bool busy = refusal.why == LeaseRefusal::Why::AllBusy;
    if (!busy && refusal.why != LeaseRefusal::Why::AllCooling)
        return;
    m_room.wants.push_back({candidate.provider->id, busy ? std::nullopt : std::optional(keyOf(m_resolution, candidate))});
    m_room.anyTime |= busy && refusal.mayFreeAnyTime;
    if (refusal.retryAfter)
        m_room.soonest = std::min(m_room.soonest.value_or(*refusal.retryAfter), *refusal.retryAfter);
}

bool Exchange::startAttempt(const Candidate& candidate, Lease lease)
{
    const CredentialConfig* const found = findCredential(*candidate.provider, lease.credential());
    m_tried.push_back(lease.credential());
    if (!found) // added after this exchange took its snapshot
        return false;
    ++m_attempts;
    m_lastFailure.reset();
    m_attempt = std::make_unique<Attempt>(m_context, Attempt::Target{*candidate.provider, *found, candidate.upstreamModel, m_caller->snapshot},
                                          std::move(lease), static_cast<AttemptObserver&>(*this));
    if (const Result<void> started = m_attempt->start(*m_input); !started) {
        refuse(started.error());
        return true;
    }
    crashPoint("dispatched");
    if (!m_attempt->adjustments().empty())
        explain("adjusted for " + candidate.provider->name + ": " + m_attempt->adjustments().text());
    planHedge();
    return true;
}

// ---- affinity ----

void Exchange::findHome()
{
    const ModelConfig* const model = m_resolution.model;
    std::size_t credentials = 0;
    for (const Candidate& candidate : m_resolution.candidates)
        credentials += candidate.provider->credentials.size();
    if (!m_context.shared || !model || !model->affinity || credentials < 2)
        return;
    ConversationScope scope{m_caller->identity.user ? m_caller->identity.user->id : UserId{}, model->id, sessionOf(m_head.headers)};
    m_conversation = conversationKeys(m_task, scope);
    m_home = m_context.shared->affinity.find(m_conversation, m_context.clock.steady());
    if (!m_home)
        return;
    // Its provider goes first among equals; a better priority stays better.
    auto& candidates = m_resolution.candidates;
    const auto home = std::find_if(candidates.begin(), candidates.end(), [&](const Candidate& c) { return c.provider->id == m_home->provider; });
    if (home == candidates.end() || (m_caller->snapshot->strategyOf(*model) == Strategy::Priority && home->route->priority != candidates.front().route->priority))
        return;
    std::rotate(candidates.begin(), home, home + 1);
}

void Exchange::rememberHome()
{
    if (!m_context.shared || m_conversation.mine.empty())
        return;
    const Attempt::Target& target = m_attempt->target();
    if (m_home && m_home->credential == target.credential.id)
        explain("stayed with " + target.provider.name + "/" + target.credential.name + ", which served this conversation before");
    m_context.shared->affinity.remember(m_conversation, {target.provider.id, target.credential.id}, m_context.clock.steady());
}

// ---- hedging ----

void Exchange::planHedge()
{
    const ModelConfig* const model = m_resolution.model;
    if (m_attempts != 1 || !m_task.stream || !m_context.shared || !model || !model->hedging)
        return;
    if (const auto late = m_context.shared->hedges.begin(model->id))
        m_hedgeTimer.start(*late);
}

void Exchange::startHedge()
{
    const ModelConfig& model = *m_resolution.model;
    if (m_over || m_committed || m_settlement.settled() || m_attempts >= m_caller->snapshot->settings().maxAttempts
        || m_context.shared->queue.length() > 0 || !m_context.shared->hedges.take(model.id))
        return;
    for (const Candidate& candidate : m_resolution.candidates) {
        if (m_context.pool.headroom(candidate.provider->id, model.id) < kSpareHeadroom)
            continue;
        auto answer = m_context.pool.lease(leaseRequest(candidate));
        auto* const lease = std::get_if<Lease>(&answer);
        const CredentialConfig* const credential = lease ? findCredential(*candidate.provider, lease->credential()) : nullptr;
        if (!credential)
            continue;
        m_tried.push_back(lease->credential());
        m_hedge = std::make_unique<Hedge>(*this);
        m_hedge->attempt = std::make_unique<Attempt>(m_context, Attempt::Target{*candidate.provider, *credential, candidate.upstreamModel, m_caller->snapshot},
                                                     std::move(*lease), *m_hedge);
        if (!m_hedge->attempt->start(*m_input)) {
            m_hedge.reset(); // cannot be said in that provider's protocol
            continue;
        }
        ++m_attempts;
        explain(m_attempt->target().provider.name + "/" + m_attempt->target().credential.name + " was late to begin; asked "
                + candidate.provider->name + "/" + credential->name + " too");
        return;
    }
    m_context.shared->hedges.giveBack(model.id);
}

bool Exchange::hedgeRuns() const
{
    return m_hedge && m_hedge->attempt;
}

/// The second attempt is the one that goes on: the first has failed, or is too late now.
void Exchange::onHedgeWon()
{
    if (!m_lastFailure)
        recordAttempt(*m_attempt, m_attempt->abandon(), Told::Nothing);
    m_lastFailure.reset();
    m_hedge->won = true;
    m_attempt = std::move(m_hedge->attempt);
}

/// The first attempt is the one that goes on.
void Exchange::dropHedge()
{
    if (!hedgeRuns())
        return;
    recordAttempt(*m_hedge->attempt, m_hedge->attempt->abandon(), Told::Nothing);
    m_hedge->attempt.reset();
}

} // namespace lanyard
