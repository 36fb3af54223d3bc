#include "governor/GovernorMessages.h"

#include "limits/DurationText.h"

#include <QDateTime>
#include <QTimeZone>

namespace lanyard {
namespace {

std::string ask(const std::string& contact, const std::string& what)
{
    return "; ask " + (contact.empty() ? std::string("whoever runs this gateway") : contact) + " " + what;
}

} // namespace

std::optional<Error> admissionError(const UserAccount* user, const KeyAccount* key, WallTime now, const std::string& contact)
{
    if (!user || !key)
        return Error{ErrorCode::Unauthenticated, "this API key was removed" + ask(contact, "for a new one")};
    if (key->revoked)
        return Error{ErrorCode::Unauthenticated, "API key \"" + key->name + "\" was revoked" + ask(contact, "for a new one")};
    if (key->expires && now >= *key->expires)
        return Error{ErrorCode::Unauthenticated, "API key \"" + key->name + "\" has expired" + ask(contact, "for a new one")};
    if (!key->enabled)
        return Error{ErrorCode::Forbidden, "API key \"" + key->name + "\" is disabled" + ask(contact, "to enable it")};
    if (!user->enabled)
        return Error{ErrorCode::Forbidden, "user \"" + user->name + "\" is disabled" + ask(contact, "to enable it")};
    if (user->frozen)
        return Error{ErrorCode::Forbidden, "user \"" + user->name + "\" is frozen" + ask(contact, "to unfreeze it")};
    return std::nullopt;
}

Error limitError(const std::string& whom, const LimitHit& hit, std::uint64_t tokens)
{
    using Kind = LimitHit::Kind;
    if (hit.never() && hit.kind != Kind::Requests)
        return {ErrorCode::TooLarge, "this request may need " + std::to_string(tokens) + " tokens; " + whom + " is limited to "
                                         + limitText(hit) + ": send less, or ask for a shorter answer"};
    const std::string what = "the limit of " + limitText(hit) + " for " + whom + " is reached";
    if (hit.kind == Kind::Concurrency)
        return {ErrorCode::RateLimited, what + ": wait until a running request has ended"};
    return {ErrorCode::RateLimited, hit.freeIn ? what + ": try again in " + durationText(*hit.freeIn) : what};
}

namespace {

std::string_view periodText(BudgetPeriod period)
{
    switch (period) {
    case BudgetPeriod::Daily: return "daily budget";
    case BudgetPeriod::Weekly: return "weekly budget";
    case BudgetPeriod::Monthly: return "monthly budget";
    case BudgetPeriod::Total: break;
    }
    return "budget";
}

/// "the monthly budget of user alice (5.00 USD)"
std::string budgetName(const std::string& whom, const Budget& budget, bool inMoney)
{
    const std::string size = inMoney ? budget.amount->toShortString() + " USD" : std::to_string(*budget.tokens) + " tokens";
    return "the " + std::string(periodText(budget.period)) + " of " + whom + " (" + size + ")";
}

std::string resetText(const BudgetMeter& meter)
{
    if (meter.budget()->period == BudgetPeriod::Total)
        return {};
    const QTimeZone zone = budgetZone(meter.budget()->timeZone);
    const QDateTime resets = QDateTime::fromMSecsSinceEpoch(meter.period().ends.time_since_epoch().count(), zone);
    return "; it begins anew on " + resets.toString(QStringLiteral("yyyy-MM-dd HH:mm")).toStdString() + " " + zone.id().toStdString();
}

} // namespace

Error budgetError(const std::string& whom, const BudgetMeter& meter, BudgetMeter::Short what, Money need, std::uint64_t tokens, const std::string& contact)
{
    const bool inMoney = what == BudgetMeter::Short::Money;
    std::string text = budgetName(whom, *meter.budget(), inMoney);
    if (inMoney) {
        text += meter.left().isZero() ? " is used up" : " has " + meter.left().toShortString() + " USD left";
        text += " and this request may cost up to " + need.toShortString() + " USD";
    } else {
        text += " has no room for the " + std::to_string(tokens) + " tokens that this request may need";
    }
    return {ErrorCode::PaymentRequired, text + resetText(meter) + ask(contact, "for a larger one")};
}

std::string budgetAlertText(const std::string& whom, const BudgetMeter& meter, int percent)
{
    const Budget& budget = *meter.budget();
    const bool inMoney = budget.amount.has_value();
    const std::string spent = inMoney ? meter.spent().toShortString() + " USD" : std::to_string(meter.spentTokens()) + " tokens";
    return budgetName(whom, budget, inMoney) + " is used to " + std::to_string(percent) + " %: " + spent + resetText(meter);
}

Error paymentError(const UserAccount& user, Money need, const std::string& contact)
{
    const Money balance = user.purse.balance().value_or(Money());
    if (balance <= Money())
        return {ErrorCode::PaymentRequired, "user \"" + user.name + "\" is frozen, because its balance is used up" + ask(contact, "for a deposit")};
    std::string text = "the balance of user \"" + user.name + "\" is " + balance.toShortString() + " USD";
    if (user.purse.setAside() > Money())
        text += " (" + user.purse.setAside().toShortString() + " USD of it set aside for running requests)";
    text += " and this request may cost up to " + need.toShortString() + " USD";
    return {ErrorCode::PaymentRequired, text + ask(contact, "for a deposit, or ask for a shorter answer")};
}

} // namespace lanyard
