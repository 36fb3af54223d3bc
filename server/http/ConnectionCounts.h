#pragma once

#include "http/HttpLimits.h"
#include "http/HttpMessages.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

namespace lanyard {

/// How many connections are open, in all and per address. Any thread.
class ConnectionCounts : public std::enable_shared_from_this<ConnectionCounts>
{
public:
    explicit ConnectionCounts(const HttpLimits& limits)
        : m_limit(limits.connections), m_limitPerAddress(limits.connectionsPerAddress)
    {}

    /// For connections that come from now on.
    void setLimits(const HttpLimits& limits);
    /// Counts until the last copy is gone; null when a limit is reached.
    std::shared_ptr<void> tryTake(const Peer& peer);
    int total() const { return m_total.load(std::memory_order_relaxed); }

private:
    using Address = std::array<std::uint8_t, 16>;

    bool tryTakeAddress(const Address& address);
    void giveBack(const Peer& peer);

    std::atomic<int> m_limit;
    std::atomic<int> m_limitPerAddress;
    std::atomic<int> m_total{0};
    std::mutex m_mutex; ///< guards m_perAddress
    std::map<Address, int> m_perAddress;
};

} // namespace lanyard
