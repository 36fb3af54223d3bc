#include "ctl/TimeText.h"

#include "ctl/CtlText.h"

#include <QDateTime>
#include <QRegularExpression>

namespace lanyard {
namespace {

WallTime fromDateTime(const QDateTime& time)
{
    return WallTime{std::chrono::milliseconds{time.toMSecsSinceEpoch()}};
}

std::optional<WallTime> parseAge(const QString& text, WallTime now)
{
    static const QRegularExpression pattern(QStringLiteral("^([0-9]{1,6})([dhms])$"));
    const auto match = pattern.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const std::chrono::seconds count{match.captured(1).toLongLong()};
    switch (match.captured(2).at(0).toLatin1()) {
    case 'd': return now - count * 86'400;
    case 'h': return now - count * 3'600;
    case 'm': return now - count * 60;
    default: return now - count;
    }
}

} // namespace

std::optional<WallTime> parseTimeText(const QString& text, WallTime now)
{
    const QDate today = QDateTime::fromMSecsSinceEpoch(now.time_since_epoch().count()).date();
    if (text == QLatin1String("today"))
        return fromDateTime(today.startOfDay());
    if (text == QLatin1String("yesterday"))
        return fromDateTime(today.addDays(-1).startOfDay());
    if (const auto ago = parseAge(text, now))
        return ago;
    const QDate date = QDate::fromString(text, QStringLiteral("yyyy-MM-dd"));
    if (date.isValid())
        return fromDateTime(date.startOfDay());
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    return time.isValid() ? std::optional(fromDateTime(time)) : std::nullopt;
}

QString localTimeText(WallTime time)
{
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count()).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString durationText(std::uint64_t seconds)
{
    const auto days = seconds / 86'400;
    const auto hours = seconds % 86'400 / 3'600;
    const auto minutes = seconds % 3'600 / 60;
    if (days)
        return ctlText("%1 d %2 h").arg(days).arg(hours);
    if (hours)
        return ctlText("%1 h %2 min").arg(hours).arg(minutes);
    return minutes ? ctlText("%1 min").arg(minutes) : ctlText("%1 s").arg(seconds);
}

} // namespace lanyard
