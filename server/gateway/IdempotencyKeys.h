#pragma once

#include "base/Clock.h"
#include "gateway/AnswerRecording.h"
#include "ledger/JournalRecord.h"

#include <atomic>
#include <list>
#include <map>
#include <memory>
#include <mutex>

namespace lanyard {

/// Requests that said an Idempotency-Key, and their answers, of all workers: whoever repeats one within the window is given
/// the first one's answer. Keys are scoped by whoever asks (API key and path are part of `key`). Kept in memory.
///
/// Any thread; one lock, held for a look.
class IdempotencyKeys
{
public:
    struct Rules
    {
        std::chrono::milliseconds window{0};
        std::size_t bytes = 0; ///< of all answers that are kept; the oldest go first
    };
    struct Found
    {
        enum class Kind : std::uint8_t {
            Fresh,    ///< the first of its key: its answer goes into the recording
            Repeated, ///< the recording has the answer, or will have it
            Differs,  ///< the key was used for another body
        };
        Kind kind = Kind::Fresh;
        std::shared_ptr<AnswerRecording> recording;
    };

    Found begin(const RequestIdBits& key, const RequestIdBits& body, SteadyTime now, const Rules& rules);

private:
    struct Entry
    {
        RequestIdBits body{};
        SteadyTime until{};
        std::shared_ptr<AnswerRecording> recording;
        std::list<RequestIdBits>::iterator place; ///< in m_order
    };

    void forget(std::map<RequestIdBits, Entry>::iterator entry);
    void sweep(SteadyTime now, std::size_t bytes);

    std::mutex m_mutex; ///< guards what follows
    std::map<RequestIdBits, Entry> m_entries;
    std::list<RequestIdBits> m_order; ///< oldest first
    std::shared_ptr<std::atomic<std::size_t>> m_used = std::make_shared<std::atomic<std::size_t>>(0);
};

} // namespace lanyard
