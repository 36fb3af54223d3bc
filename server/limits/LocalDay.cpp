#include "limits/LocalDay.h"

#include <QDateTime>

#include <utility>

namespace lanyard {
namespace {

/// The first instant of the date. Not always 00:00: where clocks go forward at midnight it is 01:00.
WallTime startOf(const QDate& date, const QTimeZone& zone)
{
    return WallTime{std::chrono::milliseconds{date.startOfDay(zone).toMSecsSinceEpoch()}};
}

} // namespace

Calendar::Calendar(QTimeZone zone) : m_zone(zone.isValid() ? std::move(zone) : QTimeZone::utc()) {}

const LocalDay& Calendar::dayOf(WallTime time)
{
    if (!m_day.contains(time)) {
        const QDate date = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), m_zone).date();
        m_day = {date.toJulianDay(), startOf(date, m_zone), startOf(date.addDays(1), m_zone)};
    }
    return m_day;
}

} // namespace lanyard
