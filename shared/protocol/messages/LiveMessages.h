#pragma once

#include "protocol/messages/CommonMessages.h"

namespace lanyard {

// What the service is doing at this moment, and what the last hour was like.

/// A request that has not ended yet. Tokens and cost are what they look like so far, by bytes; the book has the truth later.
struct RunningInfo
{
    QString id; ///< for requests.stop
    QString requestId;
    WallTime time{}; ///< when it came
    QString user;
    QString key;
    QString model;
    QString provider;   ///< that is asked now; "" while none is
    QString credential;
    QString state; ///< "starting", "queued", "asked", "answering", "counting"
    bool stream = false;
    int attempts = 0;
    std::uint32_t ms = 0; ///< since it came
    std::optional<std::uint32_t> firstByteMs;
    std::uint64_t outputTokens = 0; ///< of a stream
    Money cost;

    static constexpr auto fields()
    {
        using S = RunningInfo;
        return std::tuple{must("id", &S::id),
                          must("request_id", &S::requestId),
                          must("time", &S::time),
                          must("user", &S::user),
                          must("key", &S::key),
                          must("model", &S::model),
                          must("provider", &S::provider),
                          must("credential", &S::credential),
                          must("state", &S::state),
                          must("stream", &S::stream),
                          must("attempts", &S::attempts),
                          must("ms", &S::ms),
                          may("first_byte_ms", &S::firstByteMs),
                          must("output_tokens", &S::outputTokens),
                          must("cost", &S::cost)};
    }
    bool operator==(const RunningInfo&) const = default;
};

struct RunningListResult
{
    std::vector<RunningInfo> requests; ///< oldest first, at most kMostRunning
    std::uint64_t total = 0;           ///< how many there are

    static constexpr std::size_t kMostRunning = 200;

    static constexpr auto fields()
    {
        return std::tuple{must("requests", &RunningListResult::requests), must("total", &RunningListResult::total)};
    }
    bool operator==(const RunningListResult&) const = default;
};

/// What happened in one step of the history.
struct HistoryPoint
{
    WallTime time{}; ///< where the step ends
    std::uint64_t requests = 0;
    std::uint64_t failed = 0;
    std::uint64_t inputTokens = 0;
    std::uint64_t outputTokens = 0;
    Money cost;
    std::optional<std::uint32_t> firstByteMs; ///< mean; absent: no answer began

    static constexpr auto fields()
    {
        using S = HistoryPoint;
        return std::tuple{must("time", &S::time),
                          must("requests", &S::requests),
                          must("failed", &S::failed),
                          must("input_tokens", &S::inputTokens),
                          must("output_tokens", &S::outputTokens),
                          must("cost", &S::cost),
                          may("first_byte_ms", &S::firstByteMs)};
    }
    bool operator==(const HistoryPoint&) const = default;
};

/// The last hour, or what there is of it since the service started.
struct HistoryResult
{
    std::uint32_t stepSeconds = 0;
    std::vector<HistoryPoint> points; ///< oldest first, without gaps

    static constexpr auto fields()
    {
        return std::tuple{must("step_s", &HistoryResult::stepSeconds), must("points", &HistoryResult::points)};
    }
    bool operator==(const HistoryResult&) const = default;
};

} // namespace lanyard
