#pragma once

#include "base/Clock.h"

#include <algorithm>
#include <string>
#include <utility>

namespace lanyard {

/// A credential that the provider refused (401/403): out, until a single probe now and then shows that it is back.
class Probation
{
public:
    static constexpr std::chrono::seconds kFirstPause{10};
    static constexpr std::chrono::hours kLongestPause{1};

    bool active() const { return m_active; }
    bool probing() const { return m_probing; }
    bool probeDue(SteadyTime now) const { return m_active && !m_probing && now >= m_nextProbe; }
    SteadyTime nextProbe() const { return m_nextProbe; }
    const std::string& reason() const { return m_reason; }

    void begin(SteadyTime now, std::string reason)
    {
        m_active = true;
        m_probing = false;
        m_pause = kFirstPause;
        m_nextProbe = now + m_pause;
        m_reason = std::move(reason);
    }
    void beginProbe() { m_probing = true; }
    void probeRefused(SteadyTime now, std::string reason)
    {
        m_probing = false;
        m_pause = std::min<std::chrono::seconds>(m_pause * 2, kLongestPause);
        m_nextProbe = now + m_pause;
        m_reason = std::move(reason);
    }
    /// The probe said nothing about the credential; the next one follows at once or after the same pause.
    void probeLost(SteadyTime now, bool atOnce)
    {
        m_probing = false;
        m_nextProbe = atOnce ? now : now + m_pause;
    }
    void end() { *this = {}; }

private:
    bool m_active = false;
    bool m_probing = false;
    std::chrono::seconds m_pause{0};
    SteadyTime m_nextProbe{};
    std::string m_reason;
};

} // namespace lanyard
