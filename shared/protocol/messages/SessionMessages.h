#pragma once

#include "protocol/messages/CommonMessages.h"

namespace lanyard {

inline constexpr int kAdminProtocol = 1;

struct HelloParams
{
    int protocol = kAdminProtocol;
    QString client;              ///< "lanyard", "lanyard-gui"
    QString version;             ///< of the client
    std::optional<Secret> token; ///< where the socket's permissions are not enough (Windows)

    static constexpr auto fields()
    {
        using S = HelloParams;
        return std::tuple{must("protocol", &S::protocol), must("client", &S::client), must("version", &S::version),
                          may("token", &S::token)};
    }
    bool operator==(const HelloParams&) const = default;
};

/// Who answers, and where it serves.
struct HelloResult
{
    int protocol = kAdminProtocol;
    QString service; ///< "lanyard"
    QString version;
    std::int64_t pid = 0;
    QString dataDir;
    WallTime started{};
    QStringList listen; ///< "http://127.0.0.1:11480"
    int workers = 0;
    bool demo = false;
    QString mode; ///< "user" or "system"
    QStringList capabilities;
    QString displayCurrency = QStringLiteral("USD"); ///< what people are shown amounts in; on the wire they are USD
    Money displayRate = Money::fromNano(1'000'000'000); ///< of that currency for one USD

    static constexpr auto fields()
    {
        using S = HelloResult;
        return std::tuple{
            must("protocol", &S::protocol), must("service", &S::service),          must("version", &S::version),
            must("pid", &S::pid),           must("data_dir", &S::dataDir),         must("started", &S::started),
            must("listen", &S::listen),     must("workers", &S::workers),          must("demo", &S::demo),
            must("mode", &S::mode),         must("capabilities", &S::capabilities),
            may("display_currency", &S::displayCurrency), may("display_rate", &S::displayRate)};
    }
    bool operator==(const HelloResult&) const = default;
};

/// What the service does right now. Per minute = the last sixty seconds.
struct StatsInfo
{
    std::uint64_t requestsPerMinute = 0;
    std::uint64_t failedPerMinute = 0;
    std::uint64_t inputTokensPerMinute = 0;
    std::uint64_t outputTokensPerMinute = 0;
    std::uint64_t inFlight = 0;
    std::uint64_t connections = 0;
    // Since the service started: the difference of two answers is what happened between them.
    std::uint64_t requestsTotal = 0;
    std::uint64_t failedTotal = 0;
    std::uint64_t inputTokensTotal = 0;
    std::uint64_t outputTokensTotal = 0;
    std::uint64_t firstBytesTotal = 0;   ///< answers that began ...
    std::uint64_t firstByteMsTotal = 0;  ///< ... and how long they took to, added up
    Money costTotal = {};

    static constexpr auto fields()
    {
        using S = StatsInfo;
        return std::tuple{must("requests_per_minute", &S::requestsPerMinute),
                          must("failed_per_minute", &S::failedPerMinute),
                          must("input_tokens_per_minute", &S::inputTokensPerMinute),
                          must("output_tokens_per_minute", &S::outputTokensPerMinute),
                          must("in_flight", &S::inFlight),
                          must("connections", &S::connections),
                          may("requests_total", &S::requestsTotal),
                          may("failed_total", &S::failedTotal),
                          may("input_tokens_total", &S::inputTokensTotal),
                          may("output_tokens_total", &S::outputTokensTotal),
                          may("first_bytes_total", &S::firstBytesTotal),
                          may("first_byte_ms_total", &S::firstByteMsTotal),
                          may("cost_total", &S::costTotal)};
    }
    bool operator==(const StatsInfo&) const = default;
};

struct StatusResult
{
    HelloResult service;
    QString state; ///< "running", "paused", "stopping"; "locked" while sealed credentials cannot be opened
    std::uint64_t uptimeSeconds = 0;
    std::uint64_t configVersion = 0;
    int providers = 0;
    int credentials = 0;
    int credentialsReady = 0;
    int models = 0;
    int users = 0;
    int keys = 0;
    StatsInfo stats;
    QStringList warnings; ///< what the owner should look at

    static constexpr auto fields()
    {
        using S = StatusResult;
        return std::tuple{must("service", &S::service),
                          must("state", &S::state),
                          must("uptime_s", &S::uptimeSeconds),
                          must("config_version", &S::configVersion),
                          must("providers", &S::providers),
                          must("credentials", &S::credentials),
                          must("credentials_ready", &S::credentialsReady),
                          must("models", &S::models),
                          must("users", &S::users),
                          must("keys", &S::keys),
                          must("stats", &S::stats),
                          must("warnings", &S::warnings)};
    }
    bool operator==(const StatusResult&) const = default;
};

/// Replaces what was subscribed before; an empty list ends it. "*" stands for every topic.
struct SubscribeParams
{
    QStringList topics; ///< names of events

    static constexpr auto fields() { return std::tuple{must("topics", &SubscribeParams::topics)}; }
    bool operator==(const SubscribeParams&) const = default;
};

struct SubscribeResult
{
    QStringList topics;
    std::uint64_t seq = 0; ///< of the last event this connection was sent

    static constexpr auto fields()
    {
        return std::tuple{must("topics", &SubscribeResult::topics), must("seq", &SubscribeResult::seq)};
    }
    bool operator==(const SubscribeResult&) const = default;
};

} // namespace lanyard
