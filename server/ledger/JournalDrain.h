#pragma once

#include "ledger/ExchangeAssembly.h"
#include "ledger/Journal.h"
#include "ledger/JournalLane.h"
#include "ledger/LedgerSink.h"

#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace lanyard {

struct RecoveryReport
{
    std::uint64_t segments = 0;
    std::uint64_t records = 0;
    std::uint64_t lost = 0;         ///< exchanges that were open when the process died
    std::uint64_t damagedSlots = 0; ///< their segments are set aside as *.damaged
};

/// Moves what the workers wrote from the journal into the book, and removes segments that are full and booked.
///
/// A record leaves the journal only after book() has committed it. When the book refuses (disk full), everything stays
/// and the next drain() tries again.
///
/// Lives in: the store thread.
class JournalDrain
{
public:
    JournalDrain(std::filesystem::path folder, LedgerSink& sink);
    ~JournalDrain();

    /// Once, before the first lane: books what earlier starts left behind. Exchanges without an end become lost.
    /// Errors: Io, and those of the sink.
    Result<RecoveryReport> recover(std::uint32_t epoch);

    /// `wake` asks for a drain() soon; called in the writer's thread. Errors: Io.
    Result<std::unique_ptr<JournalWriter>> openLane(std::uint32_t epoch, std::uint32_t worker, std::function<void()> wake);

    /// Books everything that was appended before the call. Errors: those of the sink, Io when no segment can be made
    /// ahead (records are booked all the same).
    Result<void> drain();

    /// Waits until the disk has every record that was appended before the call: what power loss cannot take.
    void syncToDisk();

    std::uint64_t damagedSlots() const { return m_damagedSlots; }

private:
    struct Reading
    {
        std::shared_ptr<JournalLane> lane;
        std::uint64_t nextSequence = 1;   ///< the first that was not read yet
        std::uint64_t bookedSequence = 1; ///< as the book's cursor has it
        std::uint64_t syncedSequence = 1; ///< the disk has everything before it
        bool finished = false;            ///< closed and read to its end
    };

    Result<void> readLeftBehind(const std::vector<JournalSegmentName>& segments, RecoveryReport& report,
                                std::vector<JournalSegmentName>& damaged);
    void removeSegmentFile(const JournalSegmentName& name);
    void setAside(const JournalSegmentName& name);
    Result<void> prepareSegments();
    bool readLane(Reading& reading);
    void readSegment(Reading& reading, JournalSegment& segment);
    static bool isRead(const Reading& reading, const JournalSegment& segment);
    void takeFromAssembly();
    void collectTexts();
    Result<void> bookReady();
    DrainBatch nextBatch();
    void giveBack(DrainBatch batch);
    Result<void> removeFinished();

    std::filesystem::path m_folder;
    LedgerSink& m_sink;
    ExchangeAssembly m_assembly;
    std::vector<Reading> m_lanes;
    // Read, not booked yet.
    std::deque<BookedExchange> m_ready;
    std::vector<JournalRecord> m_carried;
    std::vector<JournalRecord> m_lateAttempts;
    std::optional<std::uint32_t> m_forgetCursorsBefore;
    std::unordered_map<ExchangeId, JournalTexts> m_texts;
    std::deque<ExchangeId> m_textOrder;
    std::uint64_t m_damagedSlots = 0;
};

} // namespace lanyard
