#include "gateway/IdempotencyKeys.h"

namespace lanyard {
namespace {

/// A larger answer is not kept: a retry of it runs anew.
constexpr std::size_t kLargestAnswer = std::size_t{8} * 1024 * 1024;
constexpr std::size_t kMostKeys = 100'000;

} // namespace

IdempotencyKeys::Found IdempotencyKeys::begin(const RequestIdBits& key, const RequestIdBits& body, SteadyTime now, const Rules& rules)
{
    const std::lock_guard lock(m_mutex);
    sweep(now, rules.bytes);
    const auto known = m_entries.find(key);
    if (known != m_entries.end()) {
        if (known->second.recording->state() == AnswerRecording::State::Spoilt)
            forget(known); // no answer came of it: this one is the first again
        else if (known->second.body != body)
            return {Found::Kind::Differs, nullptr};
        else
            return {Found::Kind::Repeated, known->second.recording};
    }
    Entry entry;
    entry.body = body;
    entry.until = now + rules.window;
    entry.recording = std::make_shared<AnswerRecording>(kLargestAnswer, m_used);
    entry.place = m_order.insert(m_order.end(), key);
    return {Found::Kind::Fresh, m_entries.emplace(key, std::move(entry)).first->second.recording};
}

void IdempotencyKeys::forget(std::map<RequestIdBits, Entry>::iterator entry)
{
    m_order.erase(entry->second.place);
    m_entries.erase(entry);
}

void IdempotencyKeys::sweep(SteadyTime now, std::size_t bytes)
{
    while (!m_order.empty()) {
        const auto oldest = m_entries.find(m_order.front());
        const bool over = m_used->load(std::memory_order_relaxed) > bytes || m_entries.size() >= kMostKeys;
        if (now < oldest->second.until && !over)
            return;
        forget(oldest); // one that still runs goes on for those who have it
    }
}

} // namespace lanyard
