#include "gateway/AnswerCache.h"

namespace lanyard {
namespace {

constexpr std::size_t kLargestAnswer = std::size_t{4} * 1024 * 1024;

} // namespace

std::optional<AnswerCache::Hit> AnswerCache::find(const RequestIdBits& key, SteadyTime now)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(key);
    if (found == m_entries.end())
        return std::nullopt;
    if (now >= found->second.until) {
        forget(found);
        return std::nullopt;
    }
    m_order.splice(m_order.end(), m_order, found->second.place);
    return found->second.hit;
}

std::shared_ptr<AnswerRecording> AnswerCache::record()
{
    return std::make_shared<AnswerRecording>(kLargestAnswer, m_used);
}

void AnswerCache::keep(const RequestIdBits& key, Hit hit, SteadyTime until, std::size_t bytes)
{
    const std::lock_guard lock(m_mutex);
    if (const auto known = m_entries.find(key); known != m_entries.end())
        forget(known);
    m_bytes += hit.recording->size();
    const auto place = m_order.insert(m_order.end(), key);
    m_entries.emplace(key, Entry{std::move(hit), until, place});
    while (!m_order.empty() && m_bytes > bytes)
        forget(m_entries.find(m_order.front()));
}

void AnswerCache::forget(std::map<RequestIdBits, Entry>::iterator entry)
{
    m_bytes -= entry->second.hit.recording->size();
    m_order.erase(entry->second.place);
    m_entries.erase(entry);
}

} // namespace lanyard
