#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <utility>

namespace lanyard {

/// What the service holds for its clients and providers at this moment (bodies, answers on their way), against one
/// ceiling for the whole process. Each worker counts on an account of its own; the sum is made only when somebody asks
/// for room. Two workers that ask at the same time may both get it: the ceiling can be passed by one request a worker.
///
/// Any thread. Must outlive its charges.
class BufferBudget
{
public:
    /// One worker's part, on a cache line that no other worker writes.
    class alignas(64) Account
    {
    public:
        explicit Account(const BufferBudget& budget) : m_budget(budget) {}
        void add(std::int64_t bytes) { m_used.fetch_add(bytes, std::memory_order_relaxed); }
        std::int64_t used() const { return m_used.load(std::memory_order_relaxed); }
        /// Whether all workers together may hold so much more.
        bool hasRoom(std::int64_t more) const { return m_budget.used() + more <= m_budget.ceiling(); }

    private:
        const BufferBudget& m_budget;
        std::atomic<std::int64_t> m_used{0};
    };

    explicit BufferBudget(std::int64_t ceiling) : m_ceiling(ceiling) {}
    BufferBudget(const BufferBudget&) = delete;
    BufferBudget& operator=(const BufferBudget&) = delete;

    /// One more worker; before any of them runs. Valid as long as the budget.
    Account& addAccount() { return m_accounts.emplace_back(*this); }

    std::int64_t used() const
    {
        std::int64_t sum = 0;
        for (const Account& account : m_accounts)
            sum += account.used();
        return sum;
    }
    std::int64_t ceiling() const { return m_ceiling.load(std::memory_order_relaxed); }
    void setCeiling(std::int64_t bytes) { m_ceiling.store(bytes, std::memory_order_relaxed); }

private:
    std::deque<Account> m_accounts;
    std::atomic<std::int64_t> m_ceiling;
};

/// Where one worker counts: what lies in memory, and what large bodies take on the disk. Null: nobody counts.
struct BufferAccounts
{
    BufferBudget::Account* memory = nullptr;
    BufferBudget::Account* spool = nullptr;
};

/// Bytes that one thing holds; given back with it. Without an account nothing is counted and there is always room.
class BufferCharge
{
public:
    BufferCharge() = default;
    explicit BufferCharge(BufferBudget::Account* account) : m_account(account) {}
    BufferCharge(const BufferCharge& other) : m_account(other.m_account) { set(other.m_bytes); }
    BufferCharge(BufferCharge&& other) noexcept : m_account(other.m_account), m_bytes(other.m_bytes) { other.m_bytes = 0; }
    BufferCharge& operator=(BufferCharge other) noexcept
    {
        std::swap(m_account, other.m_account);
        std::swap(m_bytes, other.m_bytes);
        return *this;
    }
    ~BufferCharge() { set(0); }

    std::int64_t bytes() const { return m_bytes; }
    /// For another thing of the same worker, which holds nothing yet.
    BufferCharge another() const { return BufferCharge(m_account); }
    bool hasRoom(std::int64_t more) const { return !m_account || m_account->hasRoom(more); }
    /// Counts what is there already, whatever the ceiling says.
    void set(std::int64_t bytes)
    {
        if (m_account && bytes != m_bytes)
            m_account->add(bytes - m_bytes);
        m_bytes = bytes;
    }
    /// Like set(), but grows only where there is room.
    bool trySet(std::int64_t bytes)
    {
        if (bytes > m_bytes && !hasRoom(bytes - m_bytes))
            return false;
        set(bytes);
        return true;
    }

private:
    BufferBudget::Account* m_account = nullptr;
    std::int64_t m_bytes = 0;
};

} // namespace lanyard
