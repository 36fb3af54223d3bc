#pragma once

#include "config/Budget.h"

#include <QTimeZone>

#include <optional>
#include <string>

namespace lanyard {

/// One day, week or month of a time zone, as instants; weeks begin on Monday. As long as it really was: a day has 23, 24
/// or 25 hours where clocks change.
struct CalendarPeriod
{
    WallTime begins{};
    WallTime ends{}; ///< WallTime::max() for BudgetPeriod::Total

    bool contains(WallTime time) const { return time >= begins && time < ends; }
    bool operator==(const CalendarPeriod&) const = default;
};

CalendarPeriod calendarPeriod(BudgetPeriod period, const QTimeZone& zone, WallTime time);

/// The zone of an IANA name; this machine's for an empty one or one that is not known here.
QTimeZone budgetZone(const std::string& name);

/// The budget as it counts: one that names no zone goes by the setting time_zone.
std::optional<Budget> budgetInZone(std::optional<Budget> budget, const std::string& settingsZone);

} // namespace lanyard
