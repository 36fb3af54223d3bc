#pragma once

#include "gui/models/Tone.h"
#include "protocol/Methods.h"

#include <QDateTime>
#include <QString>

namespace lanyard {

/// A state as people read it.
struct StateWords
{
    QString text;
    Tone tone = Tone::Off;
};

StateWords wordsFor(const CredentialInfo& credential);
/// Of the pool: "2 of 3 ready".
StateWords wordsForCredentials(const ProviderInfo& provider);
StateWords wordsFor(const UserInfo& user);
StateWords wordsFor(const KeyInfo& key, const QDateTime& now);
StateWords wordsForEnabled(bool enabled);

/// Switched on by the owner and yet out of use until somebody or a longer time helps; a short cool-down is none.
bool needsAttention(const CredentialInfo& credential);

} // namespace lanyard
