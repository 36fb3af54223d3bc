#include "ledger/JournalReader.h"

#include <algorithm>
#include <cstring>

namespace lanyard {

Result<JournalReadReport> readJournalSegment(const std::filesystem::path& file, const JournalSegmentName& name,
                                             const std::function<void(std::uint64_t, const JournalRecord&)>& onRecord)
{
    QFile input(QString::fromStdU16String(file.u16string()));
    if (!input.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Io, "cannot read " + file.string() + ": " + input.errorString().toStdString()};
    const QByteArray bytes = input.read(kJournalSegmentBytes);
    if (input.error() != QFileDevice::NoError)
        return Error{ErrorCode::Io, "cannot read " + file.string() + ": " + input.errorString().toStdString()};

    JournalReadReport report;
    alignas(8) std::array<std::uint8_t, kJournalSlotBytes> slot{};
    const std::uint64_t slots = static_cast<std::uint64_t>(bytes.size()) / kJournalSlotBytes;
    for (std::uint64_t i = 0; i < slots; ++i) {
        std::memcpy(slot.data(), bytes.constData() + i * kJournalSlotBytes, kJournalSlotBytes);
        JournalRecord record;
        const std::uint64_t sequence = journalSequence(name.number, i);
        switch (decodeJournalRecord(slot, sequence, record)) {
        case SlotState::Empty: break;
        case SlotState::Damaged: ++report.damaged; break;
        case SlotState::Unknown: ++report.unknown; break;
        case SlotState::Record:
            ++report.records;
            onRecord(sequence, record);
            break;
        }
    }
    return report;
}

Result<std::vector<JournalSegmentName>> listJournalSegments(const std::filesystem::path& folder)
{
    std::error_code failure;
    std::vector<JournalSegmentName> names;
    for (auto entry = std::filesystem::directory_iterator(folder, failure); !failure && entry != std::filesystem::directory_iterator();
         entry.increment(failure)) {
        if (const auto name = JournalSegmentName::parse(entry->path().filename().string()))
            names.push_back(*name);
    }
    if (failure)
        return Error{ErrorCode::Io, "cannot list " + folder.string() + ": " + failure.message()};
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace lanyard
