#pragma once

#include "ctl/CtlText.h"
#include "ctl/Table.h"
#include "protocol/messages/CommonMessages.h"
#include "protocol/messages/ProviderMessages.h"

namespace lanyard {

// How values look in tables. JSON never goes through here.

QString yesNo(bool value);
Table::Cell enabledCell(bool enabled);
Table::Cell stateCell(const CredentialInfo& credential);
QString moneyText(Money money);
QString moneyText(const std::optional<Money>& money); ///< "-" for none
QString numberText(std::uint64_t number);             ///< 1,234,567
QString limitsText(const LimitsInfo& limits);         ///< "60 rpm, 8 at once"; "-" for none
QString listText(const QStringList& list);            ///< "-" for an empty one

} // namespace lanyard
