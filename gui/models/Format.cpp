#include "gui/models/Format.h"

#include <QLocale>

#include <cmath>

namespace lanyard {
namespace {

constexpr std::int64_t kNanoPerUnit = 1'000'000'000;

/// A double holds cents of the largest Money exactly enough: 15 digits.
QString currency(Money amount, int decimals)
{
    const QLocale locale;
    const double value = std::abs(static_cast<double>(amount.nano())) / static_cast<double>(kNanoPerUnit);
    const QString text = locale.toCurrencyString(value, QStringLiteral("$"), decimals);
    return amount.isNegative() ? locale.negativeSign() + text : text; // not in brackets, as some locales do
}

} // namespace

QString formatMoney(Money amount)
{
    constexpr std::int64_t kCent = kNanoPerUnit / 100;
    const bool small = !amount.isZero() && amount.nano() < kCent && amount.nano() > -kCent;
    return currency(amount, small ? 4 : 2);
}

QString formatMoneyExactly(Money amount)
{
    const QString text = QString::fromStdString(amount.toShortString());
    return currency(amount, static_cast<int>(text.size() - text.indexOf(u'.') - 1));
}

QString formatCount(std::uint64_t count)
{
    return QLocale().toString(static_cast<qulonglong>(count));
}

QDateTime toLocalTime(WallTime time)
{
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count());
}

QString formatMoment(const QDateTime& moment, const QDateTime& now)
{
    const QLocale locale;
    return moment.date() == now.date() ? locale.toString(moment.time(), QLocale::ShortFormat)
                                       : locale.toString(moment, QLocale::ShortFormat);
}

QString sentence(const QString& text)
{
    if (text.isEmpty())
        return text;
    const QString large = text.front().toUpper() + text.mid(1);
    return large.endsWith(u'.') || large.endsWith(u'?') || large.endsWith(u'!') ? large : large + u'.';
}

} // namespace lanyard
