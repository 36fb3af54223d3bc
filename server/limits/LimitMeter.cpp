#include "limits/LimitMeter.h"

#include "limits/DurationText.h"

#include <algorithm>

namespace lanyard {
namespace {

std::optional<std::chrono::milliseconds> waitUntil(std::optional<SteadyTime> then, SteadyTime now)
{
    if (!then)
        return std::nullopt;
    return std::chrono::ceil<std::chrono::milliseconds>(*then - now);
}

double shareLeft(std::uint64_t used, std::uint64_t limit)
{
    return used >= limit ? 0.0 : 1.0 - static_cast<double>(used) / static_cast<double>(limit);
}

void keepLonger(std::optional<LimitHit>& longest, const LimitHit& hit)
{
    if (!longest || hit.never() || (!longest->never() && hit.freeIn >= longest->freeIn))
        longest = hit;
}

} // namespace

void LimitMeter::expire(const Moment& now)
{
    m_requests.expire(now.steady);
    m_tokens.expire(now.steady);
    if (now.day)
        m_day.enter(*now.day);
}

std::optional<LimitHit> LimitMeter::check(const Limits& limits, const Moment& now, std::uint64_t tokens)
{
    using Kind = LimitHit::Kind;
    expire(now);
    if (limits.tpr && tokens > *limits.tpr)
        return LimitHit{Kind::RequestSize, *limits.tpr, {}};
    if (limits.tpm && tokens > *limits.tpm)
        return LimitHit{Kind::Tokens, *limits.tpm, {}};
    std::optional<LimitHit> longest;
    if (limits.concurrency && m_inFlight >= *limits.concurrency)
        longest = LimitHit{Kind::Concurrency, *limits.concurrency, {}};
    if (limits.tpm && m_tokens.sum() + tokens > *limits.tpm)
        keepLonger(longest, {Kind::Tokens, *limits.tpm, waitUntil(m_tokens.fitsAt(now.steady, *limits.tpm, tokens), now.steady)});
    if (limits.rpm && m_requests.sum() >= *limits.rpm)
        keepLonger(longest, {Kind::Requests, *limits.rpm, waitUntil(m_requests.fitsAt(now.steady, *limits.rpm, 1), now.steady)});
    if (limits.rpd && now.day && m_day.count() >= *limits.rpd)
        keepLonger(longest, {Kind::Day, *limits.rpd, now.day->ends - now.wall});
    return longest;
}

LimitReceipt LimitMeter::take(const Limits& limits, const Moment& now, std::uint64_t tokens)
{
    LimitReceipt receipt{now.steady, 0, tokens, m_epoch, limits.rpm.has_value(), limits.tpm.has_value(),
                         limits.rpd.has_value() && now.day != nullptr};
    expire(now);
    if (receipt.countedRequest)
        m_requests.add(now.steady, 1);
    if (receipt.countedTokens)
        m_tokens.add(now.steady, tokens);
    if (receipt.countedDay) {
        m_day.add();
        receipt.day = m_day.day();
    }
    ++m_inFlight;
    return receipt;
}

void LimitMeter::finish(const LimitReceipt& receipt, const Moment& now, std::uint64_t tokens)
{
    freeSlot();
    if (receipt.epoch != m_epoch || !receipt.countedTokens || tokens == receipt.tokens)
        return;
    expire(now);
    const bool amended = receipt.tokens > 0 && m_tokens.amend(receipt.at, receipt.tokens, tokens);
    if (!amended && tokens > receipt.tokens)
        m_tokens.add(now.steady, tokens - receipt.tokens);
}

void LimitMeter::undo(const LimitReceipt& receipt, const Moment& now)
{
    freeSlot();
    if (receipt.epoch != m_epoch)
        return;
    expire(now);
    if (receipt.countedRequest)
        m_requests.amend(receipt.at, 1, 0);
    if (receipt.countedTokens && receipt.tokens > 0)
        m_tokens.amend(receipt.at, receipt.tokens, 0);
    if (receipt.countedDay)
        m_day.takeBack(receipt.day);
}

void LimitMeter::freeSlot()
{
    if (m_inFlight > 0)
        --m_inFlight;
}

void LimitMeter::clear()
{
    m_requests.clear();
    m_tokens.clear();
    m_day.clear();
    ++m_epoch;
}

double LimitMeter::headroom(const Limits& limits) const
{
    double left = 1.0;
    if (limits.rpm)
        left = std::min(left, shareLeft(m_requests.sum(), *limits.rpm));
    if (limits.tpm)
        left = std::min(left, shareLeft(m_tokens.sum(), *limits.tpm));
    if (limits.rpd)
        left = std::min(left, shareLeft(m_day.count(), *limits.rpd));
    if (limits.concurrency)
        left = std::min(left, shareLeft(m_inFlight, *limits.concurrency));
    return left;
}

std::string limitText(const LimitHit& hit)
{
    const std::string number = std::to_string(hit.limit);
    switch (hit.kind) {
    case LimitHit::Kind::Requests: return number + (hit.limit == 1 ? " request a minute" : " requests a minute");
    case LimitHit::Kind::Tokens: return number + " tokens a minute";
    case LimitHit::Kind::Day: return number + (hit.limit == 1 ? " request a day" : " requests a day");
    case LimitHit::Kind::RequestSize: return number + " tokens a request";
    case LimitHit::Kind::Concurrency: return number + " at a time";
    }
    return number;
}

} // namespace lanyard
