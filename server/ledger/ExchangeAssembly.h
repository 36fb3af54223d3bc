#pragma once

#include "ledger/JournalSegment.h"
#include "ledger/LedgerSink.h"

#include <unordered_map>
#include <utility>
#include <vector>

namespace lanyard {

/// Puts the records of each exchange together, across segments, until it is settled.
///
/// Lives in: the store thread.
class ExchangeAssembly
{
public:
    /// One record, in the order of its lane. `isNew` is false for what the book's cursor says was handled before.
    void add(const JournalSegmentName& segment, const JournalRecord& record, bool isNew);
    /// A record that was carried by an earlier batch.
    void addCarried(const JournalRecord& record);

    /// Records of exchanges that are still open, as far as they stand in `segment`: marks them as carried.
    std::vector<JournalRecord> carry(const JournalSegmentName& segment);
    /// Ends everything that is still open as lost: nothing will settle it any more.
    void loseOpen();

    std::vector<BookedExchange> takeSettled() { return std::exchange(m_settled, {}); }
    std::vector<JournalRecord> takeLateAttempts() { return std::exchange(m_lateAttempts, {}); }
    std::size_t settledCount() const { return m_settled.size(); }
    std::size_t openCount() const { return m_open.size(); }

private:
    struct Part
    {
        JournalRecord record;
        JournalSegmentName segment;
        bool carried = false;
    };
    using Parts = std::vector<Part>;

    void addPart(const JournalRecord& record, const JournalSegmentName& segment, bool carried);
    static BookedExchange assemble(const JournalRecord& settled, const Parts& parts);

    std::unordered_map<ExchangeId, Parts> m_open;
    std::vector<BookedExchange> m_settled;
    std::vector<JournalRecord> m_lateAttempts;
};

} // namespace lanyard
