#pragma once

#include "base/Clock.h"
#include "base/Money.h"

#include <QDateTime>
#include <QString>

namespace lanyard {

// How values are written for people, in their own locale.

/// US dollars, two decimals; amounts under one cent four ("$12.50", "$0.0012").
QString formatMoney(Money amount);
/// Every decimal that is there, at least two: for tool tips.
QString formatMoneyExactly(Money amount);
QString formatCount(std::uint64_t count);
QDateTime toLocalTime(WallTime time);
/// "10:32" today, with the date on other days.
QString formatMoment(const QDateTime& moment, const QDateTime& now);
/// A sentence: the first letter is large, a full stop stands at the end.
QString sentence(const QString& text);

} // namespace lanyard
