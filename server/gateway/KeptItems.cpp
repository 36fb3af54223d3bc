#include "gateway/KeptItems.h"

namespace lanyard {
namespace {

/// Of an entry beside its texts: nodes of the map and the list.
constexpr std::size_t kOverheadBytes = 200;
constexpr std::size_t kLargestShare = 8;

} // namespace

std::size_t KeptItems::sizeOf(const Entries::value_type& entry)
{
    return 2 * entry.first.second.size() + entry.second.raw.size() + kOverheadBytes;
}

void KeptItems::forget(Entries::iterator entry)
{
    m_bytes -= sizeOf(*entry);
    m_order.erase(entry->second.place);
    m_entries.erase(entry);
}

void KeptItems::keep(UserId owner, std::string_view id, std::string raw, SteadyTime now)
{
    if (raw.size() > m_mostBytes / kLargestShare)
        return; // one conversation must not push out everybody's
    const std::scoped_lock lock(m_mutex);
    Key key{owner, std::string(id)};
    if (const auto old = m_entries.find(key); old != m_entries.end())
        forget(old);
    const auto place = m_order.insert(m_order.end(), key);
    const auto entry = m_entries.emplace(std::move(key), Entry{std::move(raw), now + kLifetime, place}).first;
    m_bytes += sizeOf(*entry);
    while (!m_order.empty()) {
        const auto oldest = m_entries.find(m_order.front());
        if (m_bytes <= m_mostBytes && oldest->second.until > now)
            break;
        forget(oldest);
    }
}

std::optional<std::string> KeptItems::find(UserId owner, std::string_view id, SteadyTime now)
{
    const std::scoped_lock lock(m_mutex);
    const auto entry = m_entries.find(Key{owner, std::string(id)});
    if (entry == m_entries.end())
        return std::nullopt;
    if (entry->second.until <= now) {
        forget(entry);
        return std::nullopt;
    }
    entry->second.until = now + kLifetime;
    m_order.splice(m_order.end(), m_order, entry->second.place);
    return entry->second.raw;
}

std::size_t KeptItems::bytes() const
{
    const std::scoped_lock lock(m_mutex);
    return m_bytes;
}

} // namespace lanyard
