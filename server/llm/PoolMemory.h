#pragma once

#include "base/Clock.h"
#include "base/Ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lanyard {

/// Requests of one local day.
struct DayMemory
{
    std::int64_t day = 0; ///< Julian day
    std::uint64_t count = 0;

    bool operator==(const DayMemory&) const = default;
};

/// What must not be forgotten about a credential over a restart.
struct CredentialMemory
{
    CredentialId credential;
    std::optional<std::string> refused; ///< the provider's words when it refused it
    std::optional<WallTime> quotaUntil;
    std::string quotaReason;
    DayMemory day;

    bool operator==(const CredentialMemory&) const = default;
};

struct ProviderMemory
{
    ProviderId provider;
    DayMemory day;

    bool operator==(const ProviderMemory&) const = default;
};

/// Everything of it; who is in order has no entry.
struct PoolMemory
{
    std::vector<CredentialMemory> credentials;
    std::vector<ProviderMemory> providers;

    bool operator==(const PoolMemory&) const = default;
};

} // namespace lanyard
