#pragma once

#include "base/Result.h"
#include "ledger/JournalSegment.h"

#include <filesystem>
#include <functional>

namespace lanyard {

struct JournalReadReport
{
    std::uint64_t records = 0;
    std::uint64_t damaged = 0; ///< slots that fail their checks
    std::uint64_t unknown = 0; ///< slots of a newer format

    bool clean() const { return damaged == 0 && unknown == 0; }
};

/// Reads the segment that an earlier start left behind. Every slot is judged on its own: a bad one is counted and the
/// next is read. A file that is cut short gives the slots that it holds. Errors: Io.
Result<JournalReadReport> readJournalSegment(const std::filesystem::path& file, const JournalSegmentName& name,
                                             const std::function<void(std::uint64_t sequence, const JournalRecord&)>& onRecord);

/// The segments in `folder`, by epoch, worker and number. Errors: Io.
Result<std::vector<JournalSegmentName>> listJournalSegments(const std::filesystem::path& folder);

} // namespace lanyard
