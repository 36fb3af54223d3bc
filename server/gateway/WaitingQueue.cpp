#include "gateway/WaitingQueue.h"

#include <algorithm>
#include <utility>

namespace lanyard {
namespace {

/// What one request of a user of weight 1 costs; divides by every small weight.
constexpr std::uint64_t kTurn = 720'720;

bool concerns(const std::vector<Want>& wants, ProviderId provider, std::optional<ModelKey> model)
{
    return std::any_of(wants.begin(), wants.end(), [&](const Want& want) {
        return want.provider == provider && (!want.model || !model || *want.model == *model);
    });
}

} // namespace

struct WaitingQueue::Entry
{
    // Never changed after join().
    UserId user;
    std::uint64_t tag = 0;
    std::uint64_t number = 0;

    // Guarded by the queue's lock.
    std::vector<Want> wants;
    bool called = false;
    bool again = false; ///< called once more while it was looking

    std::mutex calling; ///< guards call; no other lock is taken under it but a mailbox's
    std::function<void()> call;
};

bool WaitingQueue::Before::operator()(const std::shared_ptr<Entry>& a, const std::shared_ptr<Entry>& b) const
{
    return a->tag != b->tag ? a->tag < b->tag : a->number < b->number;
}

WaitingQueue::Ticket::Ticket(Ticket&& other) noexcept : m_queue(other.m_queue), m_entry(std::move(other.m_entry)) {}

WaitingQueue::Ticket& WaitingQueue::Ticket::operator=(Ticket&& other) noexcept
{
    if (this != &other) {
        leave();
        m_queue = other.m_queue;
        m_entry = std::move(other.m_entry);
    }
    return *this;
}

void WaitingQueue::Ticket::leave()
{
    if (const std::shared_ptr<Entry> entry = std::exchange(m_entry, nullptr))
        m_queue->leave(entry);
}

WaitingQueue::WaitingQueue() = default;

WaitingQueue::~WaitingQueue() = default;

WaitingQueue::Ticket WaitingQueue::join(UserId user, std::uint32_t weight, std::function<void()> call, std::size_t longest)
{
    const std::lock_guard lock(m_mutex);
    if (m_entries.size() >= longest)
        return {};
    Share& share = m_shares[user];
    auto entry = std::make_shared<Entry>();
    entry->user = user;
    entry->tag = std::max(share.lastTag, m_virtualTime) + kTurn / std::max<std::uint32_t>(weight, 1);
    entry->number = ++m_lastNumber;
    entry->called = true;
    entry->again = true; // what came free since it was refused, nobody told it
    entry->call = std::move(call);
    share.lastTag = entry->tag;
    ++share.waiting;
    m_entries.insert(entry);
    m_length.store(m_entries.size(), std::memory_order_release);
    return Ticket(this, std::move(entry));
}

bool WaitingQueue::wait(Ticket& ticket, std::vector<Want> wants)
{
    const std::lock_guard lock(m_mutex);
    Entry& entry = *ticket.m_entry;
    entry.wants = std::move(wants);
    entry.called = std::exchange(entry.again, false);
    return entry.called;
}

bool WaitingQueue::mustWait(const Ticket& ticket, ProviderId provider, ModelKey model) const
{
    if (m_length.load(std::memory_order_acquire) == 0)
        return false;
    const std::lock_guard lock(m_mutex);
    for (const std::shared_ptr<Entry>& entry : m_entries) {
        if (entry == ticket.m_entry)
            return false;
        if (concerns(entry->wants, provider, model))
            return true;
    }
    return false;
}

std::size_t WaitingQueue::place(const Ticket& ticket) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = ticket.m_entry ? m_entries.find(ticket.m_entry) : m_entries.end();
    return found == m_entries.end() ? 0 : static_cast<std::size_t>(std::distance(m_entries.begin(), found)) + 1;
}

void WaitingQueue::freed(ProviderId provider)
{
    if (m_length.load(std::memory_order_acquire) > 0)
        callFirst({{provider, std::nullopt}});
}

void WaitingQueue::leave(const std::shared_ptr<Entry>& entry)
{
    {
        const std::lock_guard noMoreCalls(entry->calling);
        entry->call = nullptr;
    }
    {
        const std::lock_guard lock(m_mutex);
        m_entries.erase(entry);
        m_length.store(m_entries.size(), std::memory_order_release);
        m_virtualTime = std::max(m_virtualTime, entry->tag);
        const auto share = m_shares.find(entry->user);
        if (--share->second.waiting == 0)
            m_shares.erase(share);
    }
    // Whether it got what it waited for or gave up: there may be room for the next.
    callFirst(entry->wants);
}

/// For each place the first who wants it and has not been called yet.
void WaitingQueue::callFirst(const std::vector<Want>& wants)
{
    std::vector<std::shared_ptr<Entry>> first;
    {
        const std::lock_guard lock(m_mutex);
        for (const Want& want : wants) {
            const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const std::shared_ptr<Entry>& entry) {
                return concerns(entry->wants, want.provider, want.model);
            });
            if (found == m_entries.end())
                continue;
            if (std::exchange((*found)->called, true))
                (*found)->again = true;
            else
                first.push_back(*found);
        }
    }
    for (const std::shared_ptr<Entry>& entry : first) {
        const std::lock_guard calling(entry->calling);
        if (entry->call)
            entry->call();
    }
}

} // namespace lanyard
