#include "governor/GovernorMessages.h"

#include "limits/DurationText.h"

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

Error paymentError(const UserAccount& user, Money need, const std::string& contact)
{
    const Money balance = user.purse.balance().value_or(Money());
    std::string text = "the balance of user \"" + user.name + "\" is " + balance.toShortString() + " USD";
    if (user.purse.setAside() > Money())
        text += " (" + user.purse.setAside().toShortString() + " USD of it set aside for running requests)";
    text += " and this request may cost up to " + need.toShortString() + " USD";
    return {ErrorCode::PaymentRequired, text + ask(contact, "for a deposit, or ask for a shorter answer")};
}

} // namespace lanyard
