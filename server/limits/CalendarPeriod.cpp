#include "limits/CalendarPeriod.h"

#include <QDate>
#include <QDateTime>

namespace lanyard {
namespace {

/// The first instant of the date. Not always 00:00: where clocks go forward at midnight it is 01:00.
WallTime startOf(const QDate& date, const QTimeZone& zone)
{
    return WallTime{std::chrono::milliseconds{date.startOfDay(zone).toMSecsSinceEpoch()}};
}

} // namespace

CalendarPeriod calendarPeriod(BudgetPeriod period, const QTimeZone& zone, WallTime time)
{
    const QDate today = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), zone).date();
    switch (period) {
    case BudgetPeriod::Daily: return {startOf(today, zone), startOf(today.addDays(1), zone)};
    case BudgetPeriod::Weekly: {
        const QDate monday = today.addDays(1 - today.dayOfWeek());
        return {startOf(monday, zone), startOf(monday.addDays(7), zone)};
    }
    case BudgetPeriod::Monthly: {
        const QDate first(today.year(), today.month(), 1);
        return {startOf(first, zone), startOf(first.addMonths(1), zone)};
    }
    case BudgetPeriod::Total: break;
    }
    return {WallTime{}, WallTime::max()};
}

QTimeZone budgetZone(const std::string& name)
{
    const QTimeZone zone = name.empty() ? QTimeZone::systemTimeZone() : QTimeZone(QByteArray::fromStdString(name));
    return zone.isValid() ? zone : QTimeZone::utc();
}

std::optional<Budget> budgetInZone(std::optional<Budget> budget, const std::string& settingsZone)
{
    if (budget && budget->timeZone.empty())
        budget->timeZone = settingsZone;
    return budget;
}

} // namespace lanyard
