#pragma once

#include "base/Error.h"
#include "governor/Accounts.h"

#include <string>

namespace lanyard {

// The governor's words: what happened, to what, and what to do next.

/// Nothing when user and key may ask; `user`, `key` are null when the newest configuration does not have them.
std::optional<Error> admissionError(const UserAccount* user, const KeyAccount* key, WallTime now, const std::string& contact);
/// `whom`: "user alice", "API key laptop", "group family".
Error limitError(const std::string& whom, const LimitHit& hit, std::uint64_t tokens);
/// `whom` as above.
Error budgetError(const std::string& whom, const BudgetMeter& meter, BudgetMeter::Short what, Money need, std::uint64_t tokens, const std::string& contact);
std::string budgetAlertText(const std::string& whom, const BudgetMeter& meter, int percent);
Error paymentError(const UserAccount& user, Money need, const std::string& contact);

} // namespace lanyard
