#pragma once

#include "protocol/messages/SessionMessages.h"

namespace lanyard {

/// USD as the owner wants amounts shown: in the currency of display_currency, at its rate.
QString shownMoney(const HelloResult& service, Money usd);
QString shownMoney(const HelloResult& service, const std::optional<Money>& usd); ///< "-" for none

} // namespace lanyard
