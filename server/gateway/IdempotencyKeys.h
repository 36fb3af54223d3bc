#pragma once

#include "base/Clock.h"
#include "gateway/AnswerRecording.h"
#include "ledger/KeptAnswer.h"

#include <atomic>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace lanyard {

/// Requests that said an Idempotency-Key, and their answers, of all workers: whoever repeats one within the window is given
/// the first one's answer. Keys are scoped by whoever asks (API key and path are part of `key`). Kept in memory; the whole ones go to `keep`, too, for the next run.
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

    struct Times
    {
        SteadyTime steady{};
        WallTime wall{};
    };
    Found begin(const RequestIdBits& key, const RequestIdBits& body, const Times& now, const Rules& rules);

    /// `keep` is called in a worker's thread and only hands on. Before the first request.
    void setKeep(std::function<void(KeptAnswer)> keep);
    /// What an earlier run kept. A key that has been used in this one already stays as it is.
    void restore(std::vector<KeptAnswer> answers, const Times& now);

private:
    struct Entry
    {
        RequestIdBits body{};
        SteadyTime until{};
        std::shared_ptr<AnswerRecording> recording;
        std::list<RequestIdBits>::iterator place; ///< in m_order
    };

    std::shared_ptr<AnswerRecording> add(const RequestIdBits& key, const RequestIdBits& body, SteadyTime until);
    void forget(std::map<RequestIdBits, Entry>::iterator entry);
    void sweep(SteadyTime now, std::size_t bytes);

    std::function<void(KeptAnswer)> m_keep; ///< may be empty
    std::mutex m_mutex; ///< guards what follows
    std::map<RequestIdBits, Entry> m_entries;
    std::list<RequestIdBits> m_order; ///< oldest first
    std::shared_ptr<std::atomic<std::size_t>> m_used = std::make_shared<std::atomic<std::size_t>>(0);
};

} // namespace lanyard
