#include "http/ConnectionCounts.h"

namespace lanyard {

void ConnectionCounts::setLimits(const HttpLimits& limits)
{
    m_limit = limits.connections;
    m_limitPerAddress = limits.connectionsPerAddress;
}

std::shared_ptr<void> ConnectionCounts::tryTake(const Peer& peer)
{
    if (m_total.fetch_add(1, std::memory_order_relaxed) >= m_limit ||
        (!peer.loopback && !tryTakeAddress(peer.address))) {
        m_total.fetch_sub(1, std::memory_order_relaxed);
        return nullptr;
    }
    // The pointer is never used: what counts is when its last copy goes.
    return std::shared_ptr<void>(static_cast<void*>(this),
                                 [self = shared_from_this(), peer](void*) { self->giveBack(peer); });
}

bool ConnectionCounts::tryTakeAddress(const Address& address)
{
    const std::lock_guard lock(m_mutex);
    int& count = m_perAddress[address];
    if (count >= m_limitPerAddress)
        return false;
    ++count;
    return true;
}

void ConnectionCounts::giveBack(const Peer& peer)
{
    m_total.fetch_sub(1, std::memory_order_relaxed);
    if (peer.loopback)
        return;
    const std::lock_guard lock(m_mutex);
    const auto found = m_perAddress.find(peer.address);
    if (found != m_perAddress.end() && --found->second == 0)
        m_perAddress.erase(found);
}

} // namespace lanyard
