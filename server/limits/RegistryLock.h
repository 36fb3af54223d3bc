#pragma once

#include <atomic>
#include <mutex>
#include <shared_mutex>

namespace lanyard {

/// A lock around a table that every request reads and only a change of configuration writes. Readers never wait for
/// each other; a writer is let in before the readers that come after it (a plain shared mutex may starve it).
/// Usable with std::shared_lock and std::unique_lock.
class RegistryLock
{
public:
    void lock_shared()
    {
        if (m_writerWaits.load(std::memory_order_acquire)) {
            const std::lock_guard queueBehindWriter(m_gate);
        }
        m_table.lock_shared();
    }
    void unlock_shared() { m_table.unlock_shared(); }
    void lock()
    {
        m_gate.lock();
        m_writerWaits.store(true, std::memory_order_release);
        m_table.lock();
    }
    void unlock()
    {
        m_writerWaits.store(false, std::memory_order_release);
        m_table.unlock();
        m_gate.unlock();
    }

private:
    std::mutex m_gate; ///< held by the writer from before it waits until it is done
    std::shared_mutex m_table;
    std::atomic<bool> m_writerWaits{false};
};

} // namespace lanyard
