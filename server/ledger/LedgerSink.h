#pragma once

#include "base/Result.h"
#include "ledger/JournalRecord.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace lanyard {

/// An exchange that has ended, put together from its records.
struct BookedExchange
{
    JournalRecord settled;              ///< for a lost one: made from what is known, outcome Lost, cost 0
    std::optional<WallTime> opened;     ///< nothing for one that was refused before an Open
    std::vector<JournalRecord> attempts;
    std::optional<JournalTexts> texts;
    bool carried = false;               ///< some of its records were booked as carried before
};

/// Everything of a lane with a smaller sequence number is booked, carried, or still in a segment.
struct JournalCursor
{
    std::uint32_t epoch = 0;
    std::uint32_t worker = 0;
    std::uint64_t nextSequence = 0;

    bool operator==(const JournalCursor&) const = default;
};

/// What is booked at one go: first the carried records are kept, then the exchanges are booked (which drops what was
/// carried of them), then the rest.
struct DrainBatch
{
    std::vector<BookedExchange> exchanges;
    std::vector<JournalRecord> lateAttempts;  ///< attempts that ended after their exchange was settled
    std::vector<JournalRecord> carried;       ///< records of open exchanges whose segment is about to go
    std::vector<JournalCursor> cursors;
    std::optional<std::uint32_t> forgetCursorsBefore; ///< boot epoch: earlier lanes are finished
};

/// The book behind the journal. Implemented by the store.
class LedgerSink
{
public:
    struct State
    {
        std::vector<JournalRecord> carried;
        std::vector<JournalCursor> cursors;
    };

    virtual ~LedgerSink() = default;
    /// All of it or nothing; a killed process loses nothing of it, power loss may until sync(). The same exchange, late attempt or carried record may come again
    /// after a crash, and must then change nothing.
    virtual Result<void> book(const DrainBatch& batch) = 0;
    /// Waits until the disk has what was booked. Only then may the journal forget it.
    virtual Result<void> sync() = 0;
    virtual Result<State> state() = 0;
};

} // namespace lanyard
