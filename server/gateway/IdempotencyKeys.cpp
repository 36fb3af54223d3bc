#include "gateway/IdempotencyKeys.h"

namespace lanyard {
namespace {

/// A larger answer is not kept: a retry of it runs anew.
constexpr std::size_t kLargestAnswer = std::size_t{8} * 1024 * 1024;
constexpr std::size_t kMostKeys = 100'000;

} // namespace

IdempotencyKeys::Found IdempotencyKeys::begin(const RequestIdBits& key, const RequestIdBits& body, const Times& now, const Rules& rules)
{
    const std::lock_guard lock(m_mutex);
    sweep(now.steady, rules.bytes);
    const auto known = m_entries.find(key);
    if (known != m_entries.end()) {
        if (known->second.recording->state() == AnswerRecording::State::Spoilt)
            forget(known); // no answer came of it: this one is the first again
        else if (known->second.body != body)
            return {Found::Kind::Differs, nullptr};
        else
            return {Found::Kind::Repeated, known->second.recording};
    }
    const std::shared_ptr<AnswerRecording> recording = add(key, body, now.steady + rules.window);
    if (m_keep) {
        recording->follow([keep = m_keep, key, body, until = now.wall + rules.window, weak = std::weak_ptr(recording)] {
            if (const auto whole = weak.lock(); whole && whole->state() == AnswerRecording::State::Whole) {
                const AnswerRecording::Head head = whole->head();
                KeptAnswer answer{key, body, until, head.status, {}, whole->bytesFrom(0)};
                for (const auto& [name, value] : head.headers)
                    answer.headers.emplace_back(name, value);
                keep(std::move(answer));
            }
        });
    }
    return {Found::Kind::Fresh, recording};
}

std::shared_ptr<AnswerRecording> IdempotencyKeys::add(const RequestIdBits& key, const RequestIdBits& body, SteadyTime until)
{
    Entry entry;
    entry.body = body;
    entry.until = until;
    entry.recording = std::make_shared<AnswerRecording>(kLargestAnswer, m_used);
    entry.place = m_order.insert(m_order.end(), key);
    return m_entries.emplace(key, std::move(entry)).first->second.recording;
}

void IdempotencyKeys::setKeep(std::function<void(KeptAnswer)> keep)
{
    m_keep = std::move(keep);
}

void IdempotencyKeys::restore(std::vector<KeptAnswer> answers, const Times& now)
{
    const std::lock_guard lock(m_mutex);
    for (const KeptAnswer& answer : answers) {
        if (answer.until <= now.wall || m_entries.contains(answer.key) || m_entries.size() >= kMostKeys)
            continue;
        const std::shared_ptr<AnswerRecording> recording = add(answer.key, answer.body, now.steady + (answer.until - now.wall));
        HttpHeaders headers;
        for (const auto& [name, value] : answer.headers)
            headers.add(name, value);
        recording->begin(answer.status, headers);
        recording->append(answer.bytes);
        recording->finish();
    }
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
