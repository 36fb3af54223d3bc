#include "ctl/commands/ShownMoney.h"

#include "ctl/commands/Texts.h"

namespace lanyard {

QString shownMoney(const HelloResult& service, Money usd)
{
    constexpr std::int64_t kOne = 1'000'000'000;
    return moneyText(Money::fromNano(mulDivRound(usd.nano(), service.displayRate.nano(), kOne)));
}

QString shownMoney(const HelloResult& service, const std::optional<Money>& usd)
{
    return usd ? shownMoney(service, *usd) : QStringLiteral("-");
}

} // namespace lanyard
