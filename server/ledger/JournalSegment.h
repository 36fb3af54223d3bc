#pragma once

#include "base/Result.h"
#include "ledger/JournalFormat.h"

#include <QFile>

#include <atomic>
#include <compare>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace lanyard {

/// Where a segment stands: the file's name says it, so that nothing inside needs to be readable to know.
/// Shape: "000007-002-000000013.journal" (boot epoch, worker, number).
struct JournalSegmentName
{
    std::uint32_t epoch = 0;
    std::uint32_t worker = 0;
    std::uint64_t number = 0;

    auto operator<=>(const JournalSegmentName&) const = default;
    std::string fileName() const;
    static std::optional<JournalSegmentName> parse(std::string_view fileName);
};

/// One memory-mapped file of slots. Its writer and the drain share it; who holds it last unmaps it.
class JournalSegment
{
public:
    /// A new segment: blocks reserved, every page written once, so that the first write of a slot waits for no disk.
    /// It appears under its name only when it is complete. Errors: Io.
    static Result<std::shared_ptr<JournalSegment>> create(const std::filesystem::path& folder, const JournalSegmentName& name);
    ~JournalSegment();
    JournalSegment(const JournalSegment&) = delete;
    JournalSegment& operator=(const JournalSegment&) = delete;

    const JournalSegmentName& name() const { return m_name; }
    const std::filesystem::path& path() const { return m_path; }
    JournalSlot slot(std::uint64_t index) { return JournalSlot(m_memory + index * kJournalSlotBytes, kJournalSlotBytes); }
    /// Waits until the disk has every record. Any thread.
    bool syncToDisk();
    /// The file goes when the last holder lets go.
    void removeWhenReleased() { m_remove.store(true, std::memory_order_release); }

private:
    JournalSegment(const JournalSegmentName& name, std::filesystem::path path) : m_name(name), m_path(std::move(path)) {}
    Result<void> mapNew();

    JournalSegmentName m_name;
    std::filesystem::path m_path;
    QFile m_file;
    std::uint8_t* m_memory = nullptr;
    std::atomic<bool> m_remove{false};
};

} // namespace lanyard
