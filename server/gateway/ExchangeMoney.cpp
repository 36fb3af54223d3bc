#include "gateway/Estimate.h"
#include "gateway/Exchange.h"

#include <algorithm>
#include <array>

// What an exchange sets aside and what it costs.

namespace lanyard {
namespace {

/// The steps in which a stream's reservation grows: the largest that there is money for.
constexpr std::array<std::uint64_t, 3> kTopUpTokens{1024, 128, 16};

} // namespace

Result<void> Exchange::reserve()
{
    m_bound = upperBound(m_task, m_resolution.model, m_caller->snapshot->settings());
    Demand demand;
    if (m_resolution.model)
        demand.model = m_resolution.model->id;
    demand.tokens = m_bound.total();
    demand.cost = price(m_bound);
    Usage prompt = m_bound;
    prompt[TokenBucket::Output] = 0;
    if (!m_task.maxOutput) // who names a limit can name a smaller one
        demand.least = price(prompt);
    auto answer = m_context.governor.reserve(m_caller->identity, demand);
    if (const auto* refusal = std::get_if<GovernorRefusal>(&answer)) {
        settle(Outcome::Refused, refusal->error.httpStatus(), {}, refusal->error.message);
        answerError(refusal->error, {}, refusal->retryAfter);
        over();
        return refusal->error;
    }
    m_reservation = std::move(std::get<Reservation>(answer));
    m_reservedOutput = m_bound[TokenBucket::Output];
    if (m_reservation.reserved() < demand.cost) { // the last of a balance: what is left is for as much answer as it pays
        const Money forAnswer = m_reservation.reserved() - *demand.least;
        m_reservedOutput = static_cast<std::uint64_t>(
            mulDivRound(static_cast<std::int64_t>(m_reservedOutput), forAnswer.nano(), std::max((demand.cost - *demand.least).nano(), std::int64_t{1})));
    }
    return {};
}

/// A stream that has outgrown what was set aside for it takes more, in steps. False: there is no more, and it has ended.
bool Exchange::keepsWithinReserve()
{
    const std::uint64_t produced = upperOutput(m_attempt->textBytes());
    if (!m_reservation || produced <= m_reservedOutput)
        return true;
    std::optional<GovernorRefusal> refusal;
    for (const std::uint64_t step : kTopUpTokens) {
        Usage more;
        more[TokenBucket::Output] = produced - m_reservedOutput + step;
        const Money cost = price(more) - price({}); // the price of the call itself is set aside already
        refusal = m_reservation.extend(more.total(), cost);
        if (!refusal) {
            m_reservedOutput += more[TokenBucket::Output];
            return true;
        }
    }
    endForWantOfMoney(refusal->error);
    return false;
}

void Exchange::endForWantOfMoney(const Error& error)
{
    m_ping.stop();
    const AttemptResult result = m_attempt->abandon();
    recordAttempt(*m_attempt, result);
    settle(Outcome::Truncated, 200, usageOf(result), error.message);
    m_reply.write(m_surface.errorEvent(error, "budget_exceeded"));
    m_reply.end();
    over();
}

const Price* Exchange::priceInForce() const
{
    if (m_resolution.candidates.empty())
        return nullptr;
    const Candidate& candidate = m_resolution.candidates[std::min(m_candidate, m_resolution.candidates.size() - 1)];
    const Price* const price = m_caller->snapshot->priceOf(m_resolution.model, *candidate.provider, candidate.upstreamModel);
    return price ? &price->at(m_caller->receivedAt) : nullptr;
}

/// What the provider bills for an attempt.
Money Exchange::upstreamCost(const Attempt::Target& target, const Usage& usage) const
{
    const auto candidate = std::find_if(m_resolution.candidates.begin(), m_resolution.candidates.end(), [&](const Candidate& c) {
        return c.provider == &target.provider && c.upstreamModel == target.upstreamModel;
    });
    const RouteConfig* const route = candidate == m_resolution.candidates.end() ? nullptr : candidate->route;
    const Price* const price = m_caller->snapshot->upstreamPriceOf(m_resolution.model, route, target.provider, target.upstreamModel);
    constexpr std::int64_t kOne = 1'000'000;
    return price && !usage.nothing() ? costOf(usage, price->at(m_caller->receivedAt), kOne) : Money{};
}

/// What the user pays.
Money Exchange::price(const Usage& usage) const
{
    const Price* const price = priceInForce();
    if (!price)
        return {};
    constexpr std::int64_t kOne = 1'000'000;
    const GroupConfig* const group = m_caller->identity.group;
    return costOf(usage, *price, (group ? group->multiplierMicro : kOne) * m_pricePercent / 100);
}

} // namespace lanyard
