#pragma once

#include "base/Result.h"
#include "ledger/JournalRecord.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace lanyard {

/// One worker's end of the journal: appends records to a preallocated, memory-mapped file. An append is a copy into
/// mapped memory (no system call): after it returns, `kill -9` of this process cannot lose the record.
///
/// Lives in: its worker's thread. Segments are prepared ahead by the drain, so that append() never waits for a disk.
class JournalWriter
{
public:
    virtual ~JournalWriter() = default;
    /// Fails only when no further segment can be had (disk full): the exchange must then be refused before dispatch.
    virtual Result<void> append(const JournalRecord& record) = 0;
    /// Best effort: handed to the drain through memory.
    virtual void note(JournalTexts texts) = 0;
    /// The next exchange's number.
    virtual ExchangeId nextExchange() = 0;
};

} // namespace lanyard
