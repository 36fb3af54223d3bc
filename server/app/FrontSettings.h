#pragma once

#include "http/HttpLimits.h"

#include <cstdint>

namespace lanyard {

class Snapshot;

/// What the settings say about the HTTP front; all of it works at once when it changes.
struct FrontSettings
{
    HttpLimits limits;
    std::int64_t bufferedBytes = 0; ///< ceiling of everything in memory
    std::int64_t spooledBytes = 0;  ///< ceiling of large bodies on the disk

    bool operator==(const FrontSettings&) const = default;
};

FrontSettings frontSettingsOf(const Snapshot& snapshot);

} // namespace lanyard
