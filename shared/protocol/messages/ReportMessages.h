#pragma once

#include "protocol/messages/CommonMessages.h"

namespace lanyard {

struct UsageParams
{
    QString by = QStringLiteral("user"); ///< "user", "group", "key", "model", "provider", "credential", "day"
    std::optional<WallTime> since;       ///< inclusive
    std::optional<WallTime> until;       ///< exclusive

    static constexpr auto fields()
    {
        using S = UsageParams;
        return std::tuple{may("by", &S::by), may("since", &S::since), may("until", &S::until)};
    }
    bool operator==(const UsageParams&) const = default;
};

/// `requests` counts ok + client_gone + truncated, `failed` the rest. input_tokens is the whole prompt;
/// cached_input_tokens and cache_write_tokens are parts of it, reasoning_tokens of output_tokens.
struct UsageInfo
{
    QString name; ///< user, model ...; "YYYY-MM-DD" by day; "" where nothing was known
    std::uint64_t requests = 0;
    std::uint64_t failed = 0;
    std::uint64_t inputTokens = 0;
    std::uint64_t cachedInputTokens = 0;
    std::uint64_t cacheWriteTokens = 0;
    std::uint64_t outputTokens = 0;
    std::uint64_t reasoningTokens = 0;
    Money cost;         ///< what the user pays
    Money upstreamCost; ///< what the providers bill

    static constexpr auto fields()
    {
        using S = UsageInfo;
        return std::tuple{must("name", &S::name),
                          must("requests", &S::requests),
                          must("failed", &S::failed),
                          must("input_tokens", &S::inputTokens),
                          must("cached_input_tokens", &S::cachedInputTokens),
                          must("cache_write_tokens", &S::cacheWriteTokens),
                          must("output_tokens", &S::outputTokens),
                          must("reasoning_tokens", &S::reasoningTokens),
                          must("cost", &S::cost),
                          must("upstream_cost", &S::upstreamCost)};
    }
    bool operator==(const UsageInfo&) const = default;
};

struct UsageResult
{
    QString by;
    std::vector<UsageInfo> rows;
    QString currency;

    static constexpr auto fields()
    {
        using S = UsageResult;
        return std::tuple{must("by", &S::by), must("rows", &S::rows), must("currency", &S::currency)};
    }
    bool operator==(const UsageResult&) const = default;
};

struct RequestListParams
{
    std::uint32_t limit = 50;
    std::optional<QString> before; ///< an id: only older ones
    std::optional<QString> user;
    std::optional<QString> model;
    std::optional<WallTime> since;
    std::optional<QString> provider;
    std::optional<QString> outcome; ///< one of RequestInfo's, or "problem" for whatever is not "ok"

    static constexpr auto fields()
    {
        using S = RequestListParams;
        return std::tuple{may("limit", &S::limit),       may("before", &S::before), may("user", &S::user),
                          may("model", &S::model),       may("since", &S::since),   may("provider", &S::provider),
                          may("outcome", &S::outcome)};
    }
    bool operator==(const RequestListParams&) const = default;
};

/// One finished request. `id` is a 64-bit number in text, because many JSON readers keep 53 bits only.
struct RequestInfo
{
    QString id;
    QString requestId;
    WallTime time{};
    QString user;
    QString key;
    QString model;
    QString provider;
    QString credential;
    int status = 0;  ///< HTTP, as the client saw it
    QString outcome; ///< "ok", "client_gone", "truncated", "failed", "refused", "lost"
    std::uint64_t inputTokens = 0;
    std::uint64_t outputTokens = 0;
    Money cost;
    int attempts = 0;
    QString basis; ///< of the tokens: "reported", "counted", "estimated", "none"
    std::uint32_t firstByteMs = 0;
    std::uint32_t totalMs = 0;
    QString message; ///< of a request that failed

    static constexpr auto fields()
    {
        using S = RequestInfo;
        return std::tuple{must("id", &S::id),
                          must("request_id", &S::requestId),
                          must("time", &S::time),
                          must("user", &S::user),
                          must("key", &S::key),
                          must("model", &S::model),
                          must("provider", &S::provider),
                          must("credential", &S::credential),
                          must("status", &S::status),
                          must("outcome", &S::outcome),
                          must("input_tokens", &S::inputTokens),
                          must("output_tokens", &S::outputTokens),
                          must("cost", &S::cost),
                          must("attempts", &S::attempts),
                          must("basis", &S::basis),
                          must("first_byte_ms", &S::firstByteMs),
                          must("total_ms", &S::totalMs),
                          must("message", &S::message)};
    }
    bool operator==(const RequestInfo&) const = default;
};

struct RequestListResult
{
    std::vector<RequestInfo> requests; ///< newest first

    static constexpr auto fields() { return std::tuple{must("requests", &RequestListResult::requests)}; }
    bool operator==(const RequestListResult&) const = default;
};

struct RequestRef
{
    QString id; ///< as listed, or the request id that the client saw

    static constexpr auto fields() { return std::tuple{must("id", &RequestRef::id)}; }
    bool operator==(const RequestRef&) const = default;
};

/// One try at one credential.
struct AttemptInfo
{
    int attempt = 0; ///< from 1
    QString provider;
    QString credential;
    int status = 0;  ///< HTTP, from the provider; 0 = no answer
    QString failure; ///< "none", "rate_limited", "server_error" ...
    std::uint32_t firstByteMs = 0;
    std::uint32_t totalMs = 0;
    std::uint64_t inputTokens = 0;
    std::uint64_t outputTokens = 0;
    Money upstreamCost; ///< what the provider bills for it
    std::uint32_t startMs = 0; ///< since the request came

    static constexpr auto fields()
    {
        using S = AttemptInfo;
        return std::tuple{must("attempt", &S::attempt), must("provider", &S::provider), must("credential", &S::credential),
                          must("status", &S::status), must("failure", &S::failure), must("first_byte_ms", &S::firstByteMs),
                          must("total_ms", &S::totalMs), must("input_tokens", &S::inputTokens), must("output_tokens", &S::outputTokens),
                          must("upstream_cost", &S::upstreamCost), must("start_ms", &S::startMs)};
    }
    bool operator==(const AttemptInfo&) const = default;
};

/// The tokens of one bucket, and what they come to.
struct CostPart
{
    QString bucket; ///< "input", "cached_input" ..., as in the price; "per_call" for the price of the call itself
    std::uint64_t tokens = 0;
    std::optional<Money> perMillion; ///< absent: the model has no price
    std::optional<Money> cost;       ///< tokens * perMillion / 1,000,000 * multiplier, rounded half up

    static constexpr auto fields()
    {
        using S = CostPart;
        return std::tuple{must("bucket", &S::bucket), must("tokens", &S::tokens), may("per_million", &S::perMillion), may("cost", &S::cost)};
    }
    bool operator==(const CostPart&) const = default;
};

struct RequestShowResult
{
    RequestInfo request;
    std::vector<AttemptInfo> attempts;
    QStringList explanation; ///< in plain words; empty when it went where it belongs at once
    bool stream = false;
    std::vector<CostPart> parts;          ///< the buckets that hold something, at the prices of now
    QString multiplier;                   ///< of the user's group: "1.0"
    std::optional<Money> absorbed;        ///< what the user could not pay; absent where there was nothing
    bool addsUp = false; ///< the parts add up to what was booked: the price is still the one it was booked at

    static constexpr auto fields()
    {
        using S = RequestShowResult;
        return std::tuple{must("request", &S::request),   must("attempts", &S::attempts), must("explanation", &S::explanation),
                          must("stream", &S::stream),     must("parts", &S::parts),       must("multiplier", &S::multiplier),
                          may("absorbed", &S::absorbed),  must("adds_up", &S::addsUp)};
    }
    bool operator==(const RequestShowResult&) const = default;
};

/// Requests that were turned away before anybody knew whose they were, counted by minute, address and reason.
struct RefusalInfo
{
    WallTime minute{};
    QString address; ///< "" = various
    QString reason;
    std::uint64_t requests = 0;

    static constexpr auto fields()
    {
        using S = RefusalInfo;
        return std::tuple{must("minute", &S::minute), must("address", &S::address), must("reason", &S::reason), must("requests", &S::requests)};
    }
    bool operator==(const RefusalInfo&) const = default;
};

struct RefusalListResult
{
    std::vector<RefusalInfo> refusals; ///< newest first

    static constexpr auto fields() { return std::tuple{must("refusals", &RefusalListResult::refusals)}; }
    bool operator==(const RefusalListResult&) const = default;
};

} // namespace lanyard
