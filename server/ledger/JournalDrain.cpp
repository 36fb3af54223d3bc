#include "ledger/JournalDrain.h"

#include "base/CrashPoint.h"
#include "ledger/JournalReader.h"
#include "ledger/MappedJournal.h"

#include <algorithm>
#include <map>

namespace lanyard {
namespace {

/// Exchanges in one commit: long enough to be cheap a row, short enough that a configuration change waits little.
constexpr std::size_t kBatchExchanges = 1000;
/// Reading stops there while the book refuses; the rest is safe in the journal.
constexpr std::size_t kMaxReady = 50'000;
constexpr std::size_t kMaxTexts = 16'384;
constexpr std::size_t kSparesPerLane = 1;

using CursorMap = std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t>;

CursorMap toMap(const std::vector<JournalCursor>& cursors)
{
    CursorMap map;
    for (const JournalCursor& cursor : cursors)
        map[{cursor.epoch, cursor.worker}] = cursor.nextSequence;
    return map;
}

void removeUnfinishedSegments(const std::filesystem::path& folder)
{
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        if (entry.path().string().ends_with(".journal.new"))
            std::filesystem::remove(entry.path(), ignored);
    }
}

} // namespace

JournalDrain::JournalDrain(std::filesystem::path folder, LedgerSink& sink) : m_folder(std::move(folder)), m_sink(sink) {}

JournalDrain::~JournalDrain() = default;

Result<RecoveryReport> JournalDrain::recover(std::uint32_t epoch)
{
    removeUnfinishedSegments(m_folder);
    RecoveryReport report;
    std::vector<JournalSegmentName> damaged;
    const Result<std::vector<JournalSegmentName>> segments = listJournalSegments(m_folder);
    if (!segments)
        return segments.error();
    if (Result<void> read = readLeftBehind(*segments, report, damaged); !read)
        return read.error();
    report.lost = m_assembly.openCount();
    m_assembly.loseOpen();
    takeFromAssembly();
    m_forgetCursorsBefore = epoch;
    if (Result<void> booked = bookReady(); !booked)
        return booked.error();
    if (Result<void> synced = segments->empty() ? Result<void>{} : m_sink.sync(); !synced)
        return synced.error();
    for (const JournalSegmentName& name : *segments) {
        if (std::find(damaged.begin(), damaged.end(), name) != damaged.end())
            setAside(name);
        else
            removeSegmentFile(name);
    }
    return report;
}

Result<void> JournalDrain::readLeftBehind(const std::vector<JournalSegmentName>& segments, RecoveryReport& report,
                                          std::vector<JournalSegmentName>& damaged)
{
    const Result<LedgerSink::State> state = m_sink.state();
    if (!state)
        return state.error();
    for (const JournalRecord& record : state->carried)
        m_assembly.addCarried(record);
    CursorMap cursors = toMap(state->cursors);
    for (const JournalSegmentName& name : segments) {
        const std::uint64_t cursor = cursors[{name.epoch, name.worker}];
        const Result<JournalReadReport> read =
            readJournalSegment(m_folder / name.fileName(), name, [&](std::uint64_t sequence, const JournalRecord& record) {
                m_assembly.add(name, record, sequence >= cursor);
            });
        if (!read)
            return read.error();
        if (!read->clean())
            damaged.push_back(name);
        ++report.segments;
        report.records += read->records;
        report.damagedSlots += read->damaged + read->unknown;
    }
    m_damagedSlots += report.damagedSlots;
    return {};
}

void JournalDrain::removeSegmentFile(const JournalSegmentName& name)
{
    std::error_code ignored; // a file that stays is read again at the next start, and changes nothing then
    std::filesystem::remove(m_folder / name.fileName(), ignored);
}

void JournalDrain::setAside(const JournalSegmentName& name)
{
    std::error_code ignored;
    std::filesystem::rename(m_folder / name.fileName(), m_folder / (name.fileName() + ".damaged"), ignored);
}

Result<std::unique_ptr<JournalWriter>> JournalDrain::openLane(std::uint32_t epoch, std::uint32_t worker, std::function<void()> wake)
{
    auto lane = std::make_shared<JournalLane>(m_folder, epoch, worker, std::move(wake));
    Result<std::unique_ptr<MappedJournal>> writer = MappedJournal::open(lane);
    if (!writer)
        return writer.error();
    if (Result<void> prepared = lane->ensureSpares(kSparesPerLane); !prepared)
        return prepared.error();
    m_lanes.push_back({lane});
    return std::unique_ptr<JournalWriter>(*std::move(writer));
}

Result<void> JournalDrain::drain()
{
    const Result<void> prepared = prepareSegments();
    bool more = true;
    while (more) {
        more = false;
        for (Reading& reading : m_lanes)
            more = readLane(reading) || more;
        takeFromAssembly();
        if (Result<void> booked = bookReady(); !booked)
            return booked;
        if (Result<void> removed = removeFinished(); !removed)
            return removed;
    }
    return prepared;
}

Result<void> JournalDrain::prepareSegments()
{
    Result<void> outcome;
    for (const Reading& reading : m_lanes) {
        if (Result<void> prepared = reading.lane->ensureSpares(kSparesPerLane); !prepared)
            outcome = std::move(prepared);
    }
    return outcome;
}

/// True when it stopped at the limit and not at the lane's end.
bool JournalDrain::readLane(Reading& reading)
{
    const bool closed = reading.lane->closed(); // asked before reading: nothing is written after it
    for (const std::shared_ptr<JournalSegment>& segment : reading.lane->segments()) {
        if (m_ready.size() + m_assembly.settledCount() >= kMaxReady)
            return true;
        const std::uint64_t end = journalSequence(segment->name().number + 1, 0);
        if (reading.nextSequence < end)
            readSegment(reading, *segment);
    }
    reading.finished = closed;
    return false;
}

void JournalDrain::readSegment(Reading& reading, JournalSegment& segment)
{
    const std::uint64_t first = journalSequence(segment.name().number, 0);
    for (std::uint64_t i = reading.nextSequence - first; i < kJournalSlotsPerSegment; ++i) {
        JournalRecord record;
        const SlotState state = decodeJournalRecord(segment.slot(i), first + i, record);
        if (state == SlotState::Empty)
            return;
        reading.nextSequence = first + i + 1;
        if (state == SlotState::Record)
            m_assembly.add(segment.name(), record, true);
        else
            ++m_damagedSlots;
    }
}

void JournalDrain::takeFromAssembly()
{
    collectTexts(); // after the records: a text that was noted before its exchange was settled is here by now
    for (BookedExchange& exchange : m_assembly.takeSettled()) {
        if (auto texts = m_texts.extract(exchange.settled.exchange))
            exchange.texts = std::move(texts.mapped());
        m_ready.push_back(std::move(exchange));
    }
    for (const JournalRecord& attempt : m_assembly.takeLateAttempts())
        m_lateAttempts.push_back(attempt);
    for (const Reading& reading : m_lanes) {
        for (const std::shared_ptr<JournalSegment>& segment : reading.lane->segments()) {
            if (!isRead(reading, *segment))
                continue;
            for (const JournalRecord& record : m_assembly.carry(segment->name()))
                m_carried.push_back(record);
        }
    }
}

bool JournalDrain::isRead(const Reading& reading, const JournalSegment& segment)
{
    return reading.finished || reading.nextSequence >= journalSequence(segment.name().number + 1, 0);
}

void JournalDrain::collectTexts()
{
    for (const Reading& reading : m_lanes) {
        for (JournalTexts& texts : reading.lane->takeTexts()) {
            const ExchangeId exchange = texts.exchange;
            if (m_texts.insert_or_assign(exchange, std::move(texts)).second)
                m_textOrder.push_back(exchange);
        }
    }
    while (m_textOrder.size() > kMaxTexts) { // most of them were taken by their exchange long ago
        m_texts.erase(m_textOrder.front());
        m_textOrder.pop_front();
    }
}

Result<void> JournalDrain::bookReady()
{
    while (!m_ready.empty() || !m_carried.empty() || !m_lateAttempts.empty() || m_forgetCursorsBefore) {
        DrainBatch batch = nextBatch();
        if (Result<void> booked = m_sink.book(batch); !booked) {
            giveBack(std::move(batch));
            return booked;
        }
        crashPoint("draining");
    }
    return {};
}

/// Carried records go with the first piece, so that an exchange settled since takes its own away again; the cursors go
/// with the last, when everything before them is booked.
DrainBatch JournalDrain::nextBatch()
{
    DrainBatch batch;
    batch.carried = std::exchange(m_carried, {});
    const auto end = m_ready.begin() + static_cast<std::ptrdiff_t>(std::min(m_ready.size(), kBatchExchanges));
    batch.exchanges.assign(std::make_move_iterator(m_ready.begin()), std::make_move_iterator(end));
    m_ready.erase(m_ready.begin(), end);
    if (!m_ready.empty())
        return batch;
    batch.lateAttempts = std::exchange(m_lateAttempts, {});
    batch.forgetCursorsBefore = std::exchange(m_forgetCursorsBefore, std::nullopt);
    for (Reading& reading : m_lanes) {
        if (reading.nextSequence != reading.bookedSequence)
            batch.cursors.push_back({reading.lane->epoch(), reading.lane->worker(), reading.nextSequence});
        reading.bookedSequence = reading.nextSequence;
    }
    return batch;
}

void JournalDrain::giveBack(DrainBatch batch)
{
    m_carried = std::move(batch.carried);
    m_ready.insert(m_ready.begin(), std::make_move_iterator(batch.exchanges.begin()), std::make_move_iterator(batch.exchanges.end()));
    if (!batch.lateAttempts.empty())
        m_lateAttempts = std::move(batch.lateAttempts);
    if (batch.forgetCursorsBefore)
        m_forgetCursorsBefore = batch.forgetCursorsBefore;
    for (const JournalCursor& cursor : batch.cursors) {
        for (Reading& reading : m_lanes) {
            if (reading.lane->worker() == cursor.worker)
                reading.bookedSequence = 0; // write it with the next batch
        }
    }
}

Result<void> JournalDrain::removeFinished()
{
    std::vector<std::pair<std::shared_ptr<JournalLane>, std::shared_ptr<JournalSegment>>> finished;
    for (const Reading& reading : m_lanes) {
        for (const std::shared_ptr<JournalSegment>& segment : reading.lane->segments()) {
            if (isRead(reading, *segment))
                finished.emplace_back(reading.lane, segment);
        }
    }
    if (Result<void> synced = finished.empty() ? Result<void>{} : m_sink.sync(); !synced)
        return synced;
    if (!finished.empty())
        crashPoint("retiring");
    for (const auto& [lane, segment] : finished)
        lane->retire(segment);
    std::erase_if(m_lanes, [](const Reading& reading) { return reading.finished; });
    return {};
}

void JournalDrain::syncToDisk()
{
    for (Reading& reading : m_lanes) {
        for (const std::shared_ptr<JournalSegment>& segment : reading.lane->segments()) {
            if (reading.nextSequence > std::max(reading.syncedSequence, journalSequence(segment->name().number, 0)))
                segment->syncToDisk();
        }
        reading.syncedSequence = reading.nextSequence;
    }
}

} // namespace lanyard
