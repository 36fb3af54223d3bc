#include "keypool/KeyPool.h"

#include <utility>

namespace lanyard {

Lease::Lease(Lease&& other) noexcept
{
    *this = std::move(other);
}

Lease& Lease::operator=(Lease&& other) noexcept
{
    if (this == &other)
        return *this;
    if (m_pool)
        finish({FailureClass::Cancelled, {}, {}, 0, {}});
    m_pool = std::exchange(other.m_pool, nullptr);
    m_provider = other.m_provider;
    m_credential = other.m_credential;
    m_model = other.m_model;
    m_generation = other.m_generation;
    m_probe = other.m_probe;
    m_pass = other.m_pass;
    m_credentialTake = other.m_credentialTake;
    m_providerTake = other.m_providerTake;
    return *this;
}

Lease::~Lease()
{
    if (m_pool)
        finish({FailureClass::Cancelled, {}, {}, 0, {}});
}

void Lease::observe(const Allowance& allowance)
{
    if (m_pool && !allowance.empty())
        m_pool->observe(*this, allowance);
}

void Lease::finish(const AttemptReport& report)
{
    if (KeyPool* pool = std::exchange(m_pool, nullptr))
        pool->giveBack(*this, report);
}

} // namespace lanyard
