#include "ledger/MappedJournal.h"

#include "base/CrashPoint.h"

namespace lanyard {
namespace {

/// What ending one exchange may take: its attempts and the settled record.
constexpr std::uint64_t kSlotsToEndAnExchange = 4;

bool beginsAnExchange(const JournalRecord& record)
{
    return record.kind == JournalKind::Open || (record.kind == JournalKind::Settled && record.outcome == Outcome::Refused);
}

} // namespace

Result<std::unique_ptr<MappedJournal>> MappedJournal::open(std::shared_ptr<JournalLane> lane)
{
    std::unique_ptr<MappedJournal> journal(new MappedJournal(std::move(lane)));
    if (Result<void> taken = journal->takeSegment(); !taken)
        return taken.error();
    return journal;
}

MappedJournal::~MappedJournal()
{
    m_segment.reset();
    m_lane->close();
}

Result<void> MappedJournal::append(const JournalRecord& record)
{
    if (!record.exchange)
        return Error{ErrorCode::Unavailable, "this service has numbered all the requests that it can: restart it"};
    if (beginsAnExchange(record) && !roomToEndWhatIsOpen())
        return Error{ErrorCode::Io, "the journal has no room for another request: free disk space in the data folder"};
    if (m_slot == kJournalSlotsPerSegment) {
        if (Result<void> taken = takeSegment(); !taken)
            return taken;
    }
    encodeJournalRecord(record, journalSequence(m_segment->name().number, m_slot), m_segment->slot(m_slot));
    ++m_slot;
    if (record.kind == JournalKind::Open)
        ++m_openExchanges;
    else if (record.kind == JournalKind::Settled && record.outcome != Outcome::Refused && m_openExchanges > 0)
        --m_openExchanges;
    return {};
}

void MappedJournal::note(JournalTexts texts)
{
    m_lane->addText(std::move(texts));
}

ExchangeId MappedJournal::nextExchange()
{
    if (m_counter == 0xFFFF'FFFFU)
        return {};
    return ExchangeId::make(m_lane->epoch(), m_lane->worker(), ++m_counter);
}

Result<void> MappedJournal::takeSegment()
{
    Result<std::shared_ptr<JournalSegment>> next = m_lane->takeNext();
    if (!next)
        return next.error();
    crashPoint("rotating");
    m_segment = *std::move(next);
    m_slot = 0;
    return {};
}

bool MappedJournal::roomToEndWhatIsOpen()
{
    const std::uint64_t needed = 1 + kSlotsToEndAnExchange * (m_openExchanges + 1);
    const std::uint64_t left = kJournalSlotsPerSegment - m_slot;
    if (left >= needed)
        return true;
    const std::uint64_t segments = (needed - left + kJournalSlotsPerSegment - 1) / kJournalSlotsPerSegment;
    return m_lane->spares() >= segments || m_lane->ensureSpares(segments).has_value();
}

} // namespace lanyard
