#include "ctl/commands/Texts.h"

#include "ctl/TimeText.h"

namespace lanyard {

QString yesNo(bool value)
{
    return value ? ctlText("yes") : ctlText("no");
}

Table::Cell enabledCell(bool enabled)
{
    return {yesNo(enabled), enabled ? Table::Colour::Good : Table::Colour::Bad};
}

Table::Cell stateCell(const CredentialInfo& credential)
{
    if (!credential.enabled)
        return {ctlText("off"), Table::Colour::Faint};
    QString text = credential.state;
    if (credential.retryInMs)
        text += ctlText(" (%1)").arg(durationText((*credential.retryInMs + 999) / 1000));
    return {text, credential.state == QLatin1String("ready") ? Table::Colour::Good : Table::Colour::Bad};
}

QString moneyText(Money money)
{
    return QString::fromStdString(money.toShortString());
}

QString moneyText(const std::optional<Money>& money)
{
    return money ? moneyText(*money) : QStringLiteral("-");
}

QString numberText(std::uint64_t number)
{
    QString text = QString::number(number);
    for (qsizetype at = text.size() - 3; at > 0; at -= 3)
        text.insert(at, u',');
    return text;
}

QString limitsText(const LimitsInfo& limits)
{
    QStringList parts;
    const auto add = [&](const auto& limit, const char* text) {
        if (limit)
            parts.append(ctlText(text).arg(*limit));
    };
    add(limits.rpm, "%1 rpm");
    add(limits.tpm, "%1 tpm");
    add(limits.rpd, "%1 rpd");
    add(limits.tpr, "%1 tpr");
    add(limits.concurrency, "%1 at once");
    return listText(parts);
}

QString listText(const QStringList& list)
{
    return list.isEmpty() ? QStringLiteral("-") : list.join(QStringLiteral(", "));
}

} // namespace lanyard
