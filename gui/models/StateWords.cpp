#include "gui/models/StateWords.h"

#include "gui/models/Format.h"

#include <QCoreApplication>

#include <algorithm>

namespace lanyard {
namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(lanyard::StateWords)
};

} // namespace

StateWords wordsFor(const CredentialInfo& credential)
{
    if (!credential.enabled)
        return {Words::tr("Switched off", "credential: by the owner"), Tone::Off};
    if (credential.state == u"ready")
        return {Words::tr("Ready", "credential"), Tone::Good};
    if (credential.state == u"cooling")
        return {Words::tr("Cooling down", "credential: short pause after the provider said it is too much"),
                Tone::Attention};
    if (credential.state == u"out_of_quota")
        return {Words::tr("Out of quota", "credential"), Tone::Bad};
    if (credential.state == u"disabled")
        return {Words::tr("Not accepted", "credential: taken out of use because the provider refused it"), Tone::Bad};
    if (credential.state == u"breaker_open")
        return {Words::tr("Paused after failures", "credential: circuit breaker is open"), Tone::Bad};
    if (credential.state == u"locked")
        return {Words::tr("Locked", "credential: its secret cannot be opened now"), Tone::Bad};
    return {credential.state, Tone::Off}; // of a newer service
}

bool needsAttention(const CredentialInfo& credential)
{
    return credential.enabled && wordsFor(credential).tone == Tone::Bad;
}

StateWords wordsForCredentials(const ProviderInfo& provider)
{
    const auto& all = provider.credentials;
    const auto enabled = std::count_if(all.begin(), all.end(), [](const CredentialInfo& c) { return c.enabled; });
    const auto ready =
        std::count_if(all.begin(), all.end(), [](const CredentialInfo& c) { return c.enabled && c.state == u"ready"; });
    if (all.empty())
        return {Words::tr("None", "credentials of a provider"), provider.enabled ? Tone::Attention : Tone::Off};
    const QString text = Words::tr("%1 of %2 ready", "credentials of a provider").arg(ready).arg(all.size());
    if (!provider.enabled || enabled == 0)
        return {text, Tone::Off};
    if (ready == 0)
        return {text, Tone::Bad};
    return {text, ready == enabled ? Tone::Good : Tone::Attention};
}

StateWords wordsFor(const UserInfo& user)
{
    if (!user.enabled)
        return {Words::tr("Switched off", "user"), Tone::Off};
    if (user.frozen)
        return {Words::tr("Frozen", "user: may not spend"), Tone::Attention};
    if (user.balance && user.balance->isZero())
        return {Words::tr("No balance left", "user"), Tone::Bad};
    if (user.balance && user.balance->isNegative())
        return {Words::tr("Balance below zero", "user"), Tone::Bad};
    return {Words::tr("Active", "user"), Tone::Good};
}

StateWords wordsFor(const KeyInfo& key, const QDateTime& now)
{
    if (key.revoked)
        return {Words::tr("Revoked", "API key"), Tone::Off};
    if (!key.enabled)
        return {Words::tr("Switched off", "API key"), Tone::Off};
    if (key.expires && toLocalTime(*key.expires) <= now)
        return {Words::tr("Expired", "API key"), Tone::Attention};
    return {Words::tr("Active", "API key"), Tone::Good};
}

StateWords wordsForEnabled(bool enabled)
{
    return enabled ? StateWords{Words::tr("On", "provider"), Tone::Good}
                   : StateWords{Words::tr("Off", "provider"), Tone::Off};
}

} // namespace lanyard
