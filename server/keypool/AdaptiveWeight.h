#pragma once

#include <algorithm>
#include <cstdint>

namespace lanyard {

/// A credential's weight in motion: halved by a failure, one more by a success, between 1 and what is configured.
/// A configured 0 stays 0.
class AdaptiveWeight
{
public:
    void configure(std::uint32_t weight)
    {
        m_effective = m_effective == m_configured ? weight : std::min(m_effective, weight);
        m_configured = weight;
        m_effective = std::max(m_effective, lowest());
    }
    std::uint32_t value() const { return m_effective; }
    void succeed() { m_effective += m_effective < m_configured ? 1 : 0; }
    void fail() { m_effective = std::max(m_effective / 2, lowest()); }
    void reset() { m_effective = m_configured; }

private:
    std::uint32_t lowest() const { return std::min<std::uint32_t>(m_configured, 1); }

    std::uint32_t m_configured = 0;
    std::uint32_t m_effective = 0;
};

} // namespace lanyard
