#pragma once

#include "base/Clock.h"
#include "base/Ids.h"
#include "llm/ItemMemory.h"

#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace lanyard {

/// The items that clients of the Responses API may refer to by id (`item_reference`, `previous_response_id`) when the
/// provider that answered keeps none. Kept in memory, for an hour after the last use; what was not used for longest goes
/// first. A restart forgets all of it, and the client is told to send the items themselves.
///
/// Any thread; one lock, held for a look.
class KeptItems
{
public:
    static constexpr std::size_t kMostBytes = std::size_t{32} * 1024 * 1024;
    static constexpr std::chrono::minutes kLifetime{60};

    explicit KeptItems(std::size_t mostBytes = kMostBytes) : m_mostBytes(mostBytes) {}

    void keep(UserId owner, std::string_view id, std::string raw, SteadyTime now);
    std::optional<std::string> find(UserId owner, std::string_view id, SteadyTime now);
    std::size_t bytes() const;

private:
    using Key = std::pair<UserId, std::string>;
    struct Entry
    {
        std::string raw;
        SteadyTime until{};
        std::list<Key>::iterator place; ///< in m_order
    };
    using Entries = std::map<Key, Entry>;
    static std::size_t sizeOf(const Entries::value_type& entry);
    void forget(Entries::iterator entry);

    const std::size_t m_mostBytes;
    mutable std::mutex m_mutex; ///< guards what follows
    Entries m_entries;
    std::list<Key> m_order; ///< not used for longest first
    std::size_t m_bytes = 0;
};

/// The items of one caller.
class CallersItems final : public ItemMemory
{
public:
    CallersItems(KeptItems& all, UserId owner, const Clock& clock) : m_all(all), m_owner(owner), m_clock(clock) {}
    void keep(std::string_view id, std::string raw) override { m_all.keep(m_owner, id, std::move(raw), m_clock.steady()); }
    std::optional<std::string> find(std::string_view id) override { return m_all.find(m_owner, id, m_clock.steady()); }

private:
    KeptItems& m_all;
    UserId m_owner;
    const Clock& m_clock;
};

} // namespace lanyard
