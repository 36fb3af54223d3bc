#include "keypool/Breaker.h"

#include <algorithm>

namespace lanyard {

Breaker::Verdict Breaker::verdict(FailureClass failure)
{
    switch (failure) {
    case FailureClass::None: return Verdict::Good;
    case FailureClass::Overloaded:
    case FailureClass::ServerError:
    case FailureClass::Timeout:
    case FailureClass::Network: return Verdict::Bad;
    case FailureClass::ClientError:
    case FailureClass::BadCredential:
    case FailureClass::QuotaExhausted:
    case FailureClass::RateLimited:
    case FailureClass::ModelUnavailable:
    case FailureClass::Cancelled: break;
    }
    return Verdict::Neutral;
}

Breaker::Verdict Breaker::verdict(FailureClass failure, std::optional<std::chrono::milliseconds> firstByte) const
{
    const Verdict plain = verdict(failure);
    const bool slow = plain == Verdict::Good && m_rules.slow.count() > 0 && firstByte && *firstByte > m_rules.slow;
    return slow ? Verdict::Slow : plain;
}

Breaker::Pass Breaker::pass(SteadyTime now)
{
    if (!m_open)
        return {Pass::Kind::Normal, m_epoch};
    if (!allows(now))
        return {Pass::Kind::Forced, m_epoch};
    m_probing = true;
    return {Pass::Kind::Probe, m_epoch};
}

void Breaker::report(Pass pass, Verdict verdict, SteadyTime now)
{
    if (pass.epoch != m_epoch)
        return;
    if (!m_open) {
        count(verdict, now);
    } else if (verdict == Verdict::Good) {
        close();
    } else if (pass.kind == Pass::Kind::Probe) {
        m_probing = false;
        if (verdict == Verdict::Bad || verdict == Verdict::Slow)
            open(now, std::min(m_pause * 2, m_rules.longestPause));
    }
}

void Breaker::count(Verdict verdict, SteadyTime now)
{
    if (verdict == Verdict::Neutral)
        return;
    m_tally.add(now, verdict == Verdict::Good);
    m_failuresInRow = verdict == Verdict::Bad ? m_failuresInRow + 1 : 0;
    const bool mostlyBad = m_tally.total() >= m_rules.minRequests && m_tally.good() * 100 < m_tally.total() * m_rules.successPercent;
    if (m_failuresInRow >= m_rules.failures || (verdict != Verdict::Good && mostlyBad))
        open(now, m_rules.pause);
}

void Breaker::open(SteadyTime now, std::chrono::milliseconds pause)
{
    m_open = true;
    m_probing = false;
    m_pause = pause;
    m_until = now + pause;
    ++m_epoch;
}

void Breaker::close()
{
    m_open = false;
    m_probing = false;
    m_failuresInRow = 0;
    m_tally.clear();
    ++m_epoch;
}

void Breaker::reset()
{
    close();
}

std::chrono::milliseconds Breaker::opensIn(SteadyTime now) const
{
    return m_open && now < m_until ? std::chrono::ceil<std::chrono::milliseconds>(m_until - now) : std::chrono::milliseconds{0};
}

} // namespace lanyard
