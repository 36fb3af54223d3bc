#pragma once

#include "base/Clock.h"
#include "ledger/JournalRecord.h"

#include <string>
#include <utility>
#include <vector>

namespace lanyard {

/// The answer to a request with an Idempotency-Key, as it outlives a restart.
struct KeptAnswer
{
    RequestIdBits key{};  ///< of the Idempotency-Key, its API key and its path
    RequestIdBits body{}; ///< of the request's body
    WallTime until{};
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string bytes;
};

} // namespace lanyard
