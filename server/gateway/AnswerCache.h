#pragma once

#include "base/Clock.h"
#include "gateway/AnswerRecording.h"
#include "ledger/JournalRecord.h"
#include "llm/Usage.h"

#include <atomic>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

namespace lanyard {

/// Whole good answers of models and keys that want it, by what exactly was asked and by whom. Shared by all workers, kept
/// in memory; what was not used for longest goes first.
///
/// Any thread; one lock, held for a look.
class AnswerCache
{
public:
    struct Hit
    {
        std::shared_ptr<AnswerRecording> recording; ///< whole
        Usage usage;                                ///< of the answer when it was made
    };

    std::optional<Hit> find(const RequestIdBits& key, SteadyTime now);
    /// For an answer that is being made; kept only if it comes to keep().
    std::shared_ptr<AnswerRecording> record();
    void keep(const RequestIdBits& key, Hit hit, SteadyTime until, std::size_t bytes);

private:
    struct Entry
    {
        Hit hit;
        SteadyTime until{};
        std::list<RequestIdBits>::iterator place; ///< in m_order
    };
    void forget(std::map<RequestIdBits, Entry>::iterator entry);

    std::mutex m_mutex; ///< guards what follows
    std::map<RequestIdBits, Entry> m_entries;
    std::list<RequestIdBits> m_order; ///< not used for longest first
    std::size_t m_bytes = 0; ///< of all entries
    std::shared_ptr<std::atomic<std::size_t>> m_used = std::make_shared<std::atomic<std::size_t>>(0);
};

} // namespace lanyard
