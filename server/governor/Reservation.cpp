#include "governor/Governor.h"

#include <utility>

namespace lanyard {

Reservation::Reservation(Reservation&& other) noexcept
{
    *this = std::move(other);
}

Reservation& Reservation::operator=(Reservation&& other) noexcept
{
    if (this == &other)
        return *this;
    if (m_governor)
        m_governor->finish(*this, {}, {});
    m_governor = std::exchange(other.m_governor, nullptr);
    m_user = other.m_user;
    m_key = other.m_key;
    m_group = other.m_group;
    m_demand = other.m_demand;
    m_userTake = other.m_userTake;
    m_keyTake = other.m_keyTake;
    m_groupTake = other.m_groupTake;
    m_modelTake = other.m_modelTake;
    m_modelTaken = other.m_modelTaken;
    return *this;
}

Reservation::~Reservation()
{
    if (m_governor)
        m_governor->finish(*this, {}, {});
}

std::optional<GovernorRefusal> Reservation::extend(std::uint64_t tokens, Money cost)
{
    return m_governor ? m_governor->extend(*this, tokens, cost) : std::nullopt;
}

Money Reservation::settle(std::uint64_t tokens, Money cost)
{
    Governor* governor = std::exchange(m_governor, nullptr);
    return governor ? governor->finish(*this, tokens, cost) : Money();
}

} // namespace lanyard
