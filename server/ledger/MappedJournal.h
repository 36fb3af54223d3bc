#pragma once

#include "ledger/Journal.h"
#include "ledger/JournalLane.h"

#include <memory>

namespace lanyard {

/// The journal's writer: encodes each record straight into the mapped segment of its lane.
///
/// A full disk must not strand an exchange that was let in: while no further segment can be had, what begins an exchange
/// (Open, and the row of a refused one) is turned away as soon as the room left is needed to end those that are open.
///
/// Lives in: its worker's thread.
class MappedJournal final : public JournalWriter
{
public:
    /// Takes the first segment. Errors: Io.
    static Result<std::unique_ptr<MappedJournal>> open(std::shared_ptr<JournalLane> lane);
    ~MappedJournal() override;

    Result<void> append(const JournalRecord& record) override;
    void note(JournalTexts texts) override;
    /// 0 ("none", which append() refuses) when this start has given out all of its 2^32 - 1 numbers.
    ExchangeId nextExchange() override;

private:
    explicit MappedJournal(std::shared_ptr<JournalLane> lane) : m_lane(std::move(lane)) {}
    Result<void> takeSegment();
    bool roomToEndWhatIsOpen();

    std::shared_ptr<JournalLane> m_lane;
    std::shared_ptr<JournalSegment> m_segment;
    std::uint64_t m_slot = 0;
    std::uint64_t m_openExchanges = 0;
    std::uint32_t m_counter = 0;
};

} // namespace lanyard
