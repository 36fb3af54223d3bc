#pragma once

#include "base/Result.h"
#include "ledger/JournalRecord.h"
#include "ledger/JournalSegment.h"

#include <atomic>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace lanyard {

/// What one worker's writer and the drain share: the segments in use, the ones made ahead, and the texts on their way.
/// The records themselves are handed over by the slots' commit words, without a lock.
///
/// Any thread.
class JournalLane
{
public:
    /// Texts that wait for the drain, at most; the oldest are dropped.
    static constexpr std::size_t kMaxTexts = 4096;

    /// `wake` is called (writer's thread) when a segment was taken and the next should be made.
    JournalLane(std::filesystem::path folder, std::uint32_t epoch, std::uint32_t worker, std::function<void()> wake);
    ~JournalLane();

    std::uint32_t epoch() const { return m_epoch; }
    std::uint32_t worker() const { return m_worker; }

    // The writer's side.
    /// The next segment; made here and now when none was made ahead. Errors: Io (disk full).
    Result<std::shared_ptr<JournalSegment>> takeNext();
    std::size_t spares() const { return m_spareCount.load(std::memory_order_acquire); }
    void addText(JournalTexts texts);
    /// Nothing more will be written.
    void close();

    // The drain's side.
    /// Makes segments until `count` stand ready. Errors: Io.
    Result<void> ensureSpares(std::size_t count);
    /// In the order they were taken.
    std::vector<std::shared_ptr<JournalSegment>> segments() const;
    /// The segment is read and booked: its file goes when the writer has let go of it too.
    void retire(const std::shared_ptr<JournalSegment>& segment);
    std::vector<JournalTexts> takeTexts();
    bool closed() const;

private:
    std::shared_ptr<JournalSegment> tryTake();

    const std::filesystem::path m_folder;
    const std::uint32_t m_epoch;
    const std::uint32_t m_worker;
    const std::function<void()> m_wake;

    std::mutex m_making; ///< held while a segment is made, which takes a disk's time; guards m_nextNumber
    std::uint64_t m_nextNumber = 0;

    mutable std::mutex m_mutex; ///< guards the rest but m_spareCount; never held over a disk; taken after m_making
    std::deque<std::shared_ptr<JournalSegment>> m_spares;
    std::vector<std::shared_ptr<JournalSegment>> m_inUse;
    std::deque<JournalTexts> m_texts;
    bool m_closed = false;
    std::atomic<std::size_t> m_spareCount{0};
};

} // namespace lanyard
