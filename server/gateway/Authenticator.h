#pragma once

#include "base/Result.h"
#include "config/Snapshot.h"
#include "governor/Governor.h"
#include "http/HttpMessages.h"
#include "vault/ApiKeys.h"

#include <optional>
#include <string>
#include <string_view>

namespace lanyard {

/// The name of the user whom open mode books unknown callers on, under that user's first API key.
inline constexpr std::string_view kAnonymousUser = "anonymous";

/// Where a client may put its API key: `Authorization: Bearer`, `x-api-key`, `api-key`, `x-goog-api-key`, `?key=`.
/// Nothing when it sent none.
std::optional<std::string> presentedApiKey(const RequestHead& head);

/// API key -> identity, whatever the governor says. Errors as below, except those of users who are disabled or frozen.
Result<Identity> identify(const RequestHead& head, const Snapshot& snapshot, const ApiKeyHasher& hasher, WallTime now);
/// API key -> identity of somebody who may ask. Errors, each with a message of its own: Unauthenticated (missing, malformed, unknown, revoked,
/// expired), Forbidden (switched off, frozen, not from this address).
Result<Identity> authenticate(const RequestHead& head, const Snapshot& snapshot, const ApiKeyHasher& hasher, const Governor& governor, WallTime now);

} // namespace lanyard
