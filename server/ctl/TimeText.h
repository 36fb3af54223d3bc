#pragma once

#include "base/Clock.h"

#include <QString>

#include <optional>

namespace lanyard {

/// A moment as people write it: "2026-11-02" (local midnight), an RFC 3339 time ("2026-11-02T10:00:00Z"; without an offset
/// it is local), "today", "yesterday", or how long ago: "7d", "24h", "30m". Nothing for anything else.
std::optional<WallTime> parseTimeText(const QString& text, WallTime now);

/// "2026-11-02 10:00:00", local time.
QString localTimeText(WallTime time);
/// "2 d 3 h", "5 min", "12 s": the two largest units.
QString durationText(std::uint64_t seconds);

} // namespace lanyard
