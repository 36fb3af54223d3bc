#pragma once

#include "base/Clock.h"
#include "base/Ids.h"
#include "keypool/ModelKey.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

namespace lanyard {

/// Where a waiting request could go: a provider that is busy, or one whose credentials cool down for one model.
struct Want
{
    ProviderId provider;
    std::optional<ModelKey> model; ///< nothing: the provider is busy whatever the model

    bool operator==(const Want&) const = default;
};

/// Requests of all workers that wait until a busy provider has room again. Fair between users: each gets a share by weight
/// of what comes free (start-time fair queueing), however many requests it sends; a user's own requests keep their order.
///
/// A ticket is called when it is the first that wants what came free. Whoever was called tries to get a lease, and either
/// leaves (which calls the next) or waits again in its old place. Nobody who comes later may take a lease past it: see
/// mustWait().
///
/// Any thread. One lock, held for a look at the list; calls are made outside of it.
class WaitingQueue
{
    struct Entry;

public:
    /// A place in the queue; destroying it leaves.
    class Ticket
    {
    public:
        Ticket() = default;
        Ticket(Ticket&& other) noexcept;
        Ticket& operator=(Ticket&& other) noexcept;
        ~Ticket() { leave(); }

        explicit operator bool() const { return m_entry != nullptr; }
        void leave();

    private:
        friend class WaitingQueue;
        Ticket(WaitingQueue* queue, std::shared_ptr<Entry> entry) : m_queue(queue), m_entry(std::move(entry)) {}
        WaitingQueue* m_queue = nullptr;
        std::shared_ptr<Entry> m_entry;
    };

    WaitingQueue();
    ~WaitingQueue();

    /// `call` is called in any thread, never after the ticket has left, and must only hand the word on. An empty ticket when
    /// `longest` wait already.
    Ticket join(UserId user, std::uint32_t weight, std::function<void()> call, std::size_t longest);
    /// Waits (again) for any of these. True: something came free meanwhile, look again at once.
    bool wait(Ticket& ticket, std::vector<Want> wants);

    /// Whether somebody else is first there. One atomic load while nobody waits.
    bool mustWait(const Ticket& ticket, ProviderId provider, ModelKey model) const;
    /// 1 = next; among all who wait for anything.
    std::size_t place(const Ticket& ticket) const;
    std::size_t length() const { return m_length.load(std::memory_order_relaxed); }

    /// Something came free at a provider. One atomic load while nobody waits.
    void freed(ProviderId provider);

private:
    struct Before
    {
        bool operator()(const std::shared_ptr<Entry>& a, const std::shared_ptr<Entry>& b) const;
    };
    struct Share
    {
        std::uint64_t lastTag = 0;
        std::size_t waiting = 0;
    };

    void leave(const std::shared_ptr<Entry>& entry);
    void callFirst(const std::vector<Want>& wants);

    mutable std::mutex m_mutex; ///< guards what follows
    std::set<std::shared_ptr<Entry>, Before> m_entries;
    std::unordered_map<UserId, Share> m_shares; ///< of users who wait
    std::uint64_t m_virtualTime = 0;            ///< the tag of whoever left last
    std::uint64_t m_lastNumber = 0;
    std::atomic<std::size_t> m_length{0};
};

} // namespace lanyard
