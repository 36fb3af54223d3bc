#pragma once

#include "base/Clock.h"
#include "base/Mailbox.h"
#include "base/Money.h"
#include "base/Result.h"
#include "llm/Outcome.h"
#include "llm/Usage.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace lanyard {

enum class UsageDimension : std::uint8_t { User, Group, ApiKey, Model, Provider, Credential, Day };
std::optional<UsageDimension> usageDimensionFrom(std::string_view text); ///< "user", "group", "key", ...
std::string_view toString(UsageDimension dimension);

struct UsageQuery
{
    UsageDimension by = UsageDimension::User;
    std::optional<WallTime> since; ///< inclusive
    std::optional<WallTime> until; ///< exclusive
};

/// One line of a statement. `requests` counts ok + client_gone + truncated, `failed` the rest; input is the whole prompt,
/// cached and cache-write tokens are parts of it, reasoning is a part of output.
struct UsageRow
{
    std::string name; ///< user, model, ...; "YYYY-MM-DD" for Day; "" where nothing was known
    std::uint64_t requests = 0;
    std::uint64_t failed = 0;
    std::uint64_t inputTokens = 0;
    std::uint64_t cachedInputTokens = 0;
    std::uint64_t cacheWriteTokens = 0;
    std::uint64_t outputTokens = 0;
    std::uint64_t reasoningTokens = 0;
    Money cost;
    Money upstreamCost;
};

/// One finished request, for `lanyard requests`.
struct RequestRow
{
    std::uint64_t id = 0;
    std::string requestId;
    WallTime time{};
    std::string user, key, model, provider, credential;
    int status = 0;
    std::string outcome;
    std::uint64_t inputTokens = 0;
    std::uint64_t outputTokens = 0;
    Money cost;
    std::string basis;
    int attempts = 0;
    std::uint32_t firstByteMs = 0;
    std::uint32_t totalMs = 0;
    std::string message;
};

/// One try of a request at one credential.
struct AttemptRow
{
    int number = 0; ///< from 1
    std::string provider, credential;
    int status = 0; ///< HTTP, from the provider; 0 = none
    std::string failure; ///< "none" for the one that answered
    std::uint32_t firstByteMs = 0;
    std::uint32_t totalMs = 0;
    std::uint64_t inputTokens = 0;
    std::uint64_t outputTokens = 0;
    Money upstreamCost;
    std::uint32_t startMs = 0; ///< since the request came
};

/// One request with everything that is known of it.
struct RequestDetail
{
    RequestRow row;
    std::vector<AttemptRow> attempts; ///< in the order they ended
    std::string explanation; ///< why it went where it went, a line each; "" where nothing was out of the ordinary
    Usage usage;
    Money absorbed; ///< what its user could not pay
    bool streamed = false;
    std::string group; ///< of its user then; "" = none
};

struct RequestQuery
{
    std::optional<WallTime> since;
    std::string user;               ///< empty = all
    std::string model;              ///< empty = all
    std::string provider;           ///< empty = all
    std::optional<Outcome> outcome; ///< absent = all
    bool problems = false;          ///< only what is not ok
    std::uint64_t beforeId = 0;     ///< keyset paging: rows with a smaller id; 0 = newest
    std::uint32_t limit = 50;
};

/// One line of refusals before authentication.
struct RefusalRow
{
    WallTime minute{};
    std::string address; ///< "192.168.1.7"; "" = various
    std::string reason;
    std::uint64_t requests = 0;
};

/// Read-only views of the book. What is asked includes everything settled before the call (the journal is drained first).
class Reports
{
public:
    virtual ~Reports() = default;
    virtual void usage(UsageQuery query, Mailbox& replyTo, std::function<void(Result<std::vector<UsageRow>>)> done) = 0;
    virtual void requests(RequestQuery query, Mailbox& replyTo, std::function<void(Result<std::vector<RequestRow>>)> done) = 0;
    /// `id`: a row's id, or a request id as the client saw it. Errors: NotFound.
    virtual void request(std::string id, Mailbox& replyTo, std::function<void(Result<RequestDetail>)> done) = 0;
    /// Newest first. Of `query` the time and the limit count.
    virtual void refusals(RequestQuery query, Mailbox& replyTo, std::function<void(Result<std::vector<RefusalRow>>)> done) = 0;
};

} // namespace lanyard
