#pragma once

#include "base/Clock.h"

#include <QTimeZone>

#include <cstdint>

namespace lanyard {

/// One calendar day of a time zone, as instants: 23, 24 or 25 hours long.
struct LocalDay
{
    std::int64_t number = 0; ///< Julian day
    WallTime begins{};
    WallTime ends{};

    bool contains(WallTime time) const { return time >= begins && time < ends; }
};

/// Which local day it is. Asks the time zone only when the day changes.
class Calendar
{
public:
    explicit Calendar(QTimeZone zone = QTimeZone::systemTimeZone());

    const QTimeZone& zone() const { return m_zone; }
    const LocalDay& dayOf(WallTime time);

private:
    QTimeZone m_zone;
    LocalDay m_day;
};

} // namespace lanyard
