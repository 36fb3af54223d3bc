#pragma once

#include "base/Clock.h"
#include "base/Ids.h"
#include "base/Money.h"
#include "base/Secret.h"
#include "config/Budget.h"
#include "config/Price.h"
#include "vault/ApiKeys.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lanyard {

// The owner's configuration as plain values: what `apply` writes, `export` shows, the store keeps and a Snapshot indexes.
// Objects are found by name (unique in their kind, case-sensitive) and referred to by permanent id. Text is UTF-8.

/// Values are stored as words; the numbers only order them.
enum class ProviderKind : std::uint8_t { OpenAi = 1, Anthropic = 2, Gemini = 3, Ollama = 4, Azure = 5, DashScope = 6, Ernie = 7, AliyunOcr = 8, Demo = 9 };
/// "openai", "anthropic", "gemini", "ollama", "azure", "dashscope", "ernie", "aliyun-ocr", "demo"; the words of the declarative file.
std::string_view toString(ProviderKind kind);
std::optional<ProviderKind> providerKindFrom(std::string_view text);

enum class Strategy : std::uint8_t { Priority = 1, Weighted, Random, LeastBusy, Fastest, Headroom };
std::string_view toString(Strategy strategy);
std::optional<Strategy> strategyFrom(std::string_view text);

/// How a chat is told that it is refused: by an error with its status, or by an answer that says so.
enum class ErrorStyle : std::uint8_t { Status = 1, Chat };
std::string_view toString(ErrorStyle style);
std::optional<ErrorStyle> errorStyleFrom(std::string_view text);

/// Absent = not limited. rpm/tpm over a sliding minute, rpd since local midnight, tpr per request.
struct Limits
{
    std::optional<std::uint32_t> rpm;
    std::optional<std::uint64_t> tpm;
    std::optional<std::uint32_t> rpd;
    std::optional<std::uint64_t> tpr;
    std::optional<std::uint32_t> concurrency;

    bool operator==(const Limits&) const = default;
    bool none() const { return *this == Limits{}; }
};

/// Limits of one user with the models that a glob names.
struct ModelLimits
{
    std::string model; ///< glob
    Limits limits;

    bool operator==(const ModelLimits&) const = default;
};

/// Time limits towards one provider; 0 = none.
struct Timeouts
{
    std::chrono::milliseconds connect{5'000};
    std::chrono::milliseconds firstByte{60'000}; ///< streams: until the first body byte
    std::chrono::milliseconds whole{600'000};    ///< plain replies: until the last byte
    std::chrono::milliseconds idle{120'000};     ///< between two chunks
    std::chrono::milliseconds total{0};

    bool operator==(const Timeouts&) const = default;
};

/// How long a slot of a credential rests after each request: a random time between the two. None: max = 0.
struct CoolDown
{
    std::chrono::milliseconds min{0};
    std::chrono::milliseconds max{0};

    bool operator==(const CoolDown&) const = default;
    bool none() const { return max.count() == 0; }
};

/// When a provider is no longer asked for a model; see keypool/Breaker.h.
struct BreakerRules
{
    std::uint32_t failures = 5;        ///< in a row
    std::uint32_t successPercent = 50; ///< under this share of the last minute's attempts ...
    std::uint32_t minRequests = 20;    ///< ... of which there must be so many
    std::chrono::milliseconds slow{0}; ///< a first byte later than this counts as no success; 0 = any time is fine
    std::chrono::milliseconds pause{5'000};
    std::chrono::milliseconds longestPause{1'800'000};

    bool operator==(const BreakerRules&) const = default;
};

struct ProxyConfig
{
    ProxyId id;
    std::string name;
    std::string url; ///< http://, https://, socks5:// or socks5h://host:port
    std::string username;
    Secret password;

    bool operator==(const ProxyConfig&) const = default;
};

struct CredentialConfig
{
    CredentialId id;
    std::string name;
    /// Empty for services without one. Absent while the vault is locked: attempts answer 503.
    std::optional<Secret> key = Secret{};
    std::uint32_t weight = 1;
    bool enabled = true;
    Limits limits;
    /// First characters, for display; kept in clear beside the sealed key.
    std::string keyPrefix;
    CoolDown coolDown; ///< none: the provider's
    std::string proxy; ///< name of a ProxyConfig; empty = as the provider

    bool operator==(const CredentialConfig&) const = default;
};

struct ProviderConfig
{
    ProviderId id;
    std::string name;
    ProviderKind kind = ProviderKind::OpenAi;
    std::string baseUrl; ///< with its version path, without a trailing slash; see completedBaseUrl()
    std::string proxy;   ///< name of a ProxyConfig, or empty
    std::vector<std::pair<std::string, std::string>> headers;
    bool enabled = true;
    Timeouts timeouts;
    Limits limits;
    CoolDown coolDown; ///< for credentials without one of their own
    std::map<std::string, std::string> options;
    std::vector<CredentialConfig> credentials;
    std::vector<std::string> secretHeaders = {}; ///< names of `headers` whose values are kept sealed and shown to nobody

    bool operator==(const ProviderConfig&) const = default;
};

/// Whether its service wants a secret; one that does not works without any credential. Model servers of one's own (Ollama,
/// llama.cpp, vLLM, LM Studio) are called over plain http:// and want none; where one does, the owner adds a credential.
bool needsCredential(const ProviderConfig& provider);

/// The name of the proxy that calls with this credential go through; empty = none.
inline const std::string& proxyFor(const ProviderConfig& provider, const CredentialConfig& credential)
{
    return credential.proxy.empty() ? provider.proxy : credential.proxy;
}

struct RouteConfig
{
    RouteId id;
    std::string provider;      ///< name
    std::string upstreamModel; ///< the provider's own name for the model
    std::uint32_t priority = 0; ///< 0 is asked first
    std::uint32_t weight = 1;
    bool enabled = true;
    std::optional<Price> upstreamPrice = {}; ///< what the provider bills; absent: see Snapshot::upstreamPriceOf()

    bool operator==(const RouteConfig&) const = default;
};

struct ModelConfig
{
    ModelId id;
    std::string name;
    bool enabled = true;
    std::optional<Strategy> strategy; ///< absent: the setting default_strategy
    std::vector<std::string> aliases;
    std::vector<RouteConfig> routes; ///< in the order of the file
    std::optional<Price> price;
    std::optional<std::uint32_t> maxOutput; ///< tokens; the reservation's bound when a request names none
    BreakerRules breaker;
    bool affinity = true; ///< a conversation stays with the credential whose prompt cache it warmed
    bool hedging = false; ///< a stream that is late to begin is asked for a second time
    bool cache = false;   ///< whole answers are kept and given again to the same user

    bool operator==(const ModelConfig&) const = default;
};

struct GroupConfig
{
    GroupId id;
    std::string name;
    std::int64_t multiplierMicro = 1'000'000; ///< price multiplier in millionths: 1,000,000 = 1.0
    std::vector<std::string> models;          ///< globs; empty = all
    Limits limits;
    std::optional<Budget> budget = {};
    std::vector<ModelLimits> modelLimits = {}; ///< of each of its users; a user's own come first

    bool operator==(const GroupConfig&) const = default;
};

struct ApiKeyConfig
{
    ApiKeyId id;
    std::string name;
    ApiKeyHash hash{};  ///< keyed BLAKE2b-256, see vault/ApiKeys.h
    std::string prefix; ///< for display: "sk-lan-0123"
    bool enabled = true;
    bool revoked = false;
    std::vector<std::string> models;  ///< globs; empty = all
    std::vector<std::string> ips;     ///< addresses and CIDR blocks; empty = everywhere
    std::optional<WallTime> expires;
    Limits limits;
    bool cache = false; ///< as a model's
    std::optional<Budget> budget = {};
    std::optional<ErrorStyle> errorStyle = {}; ///< absent: the setting error_style

    bool operator==(const ApiKeyConfig&) const = default;
};

struct UserConfig
{
    UserId id;
    std::string name;
    std::string group; ///< name, or empty
    bool enabled = true;
    bool frozen = false; ///< by hand
    Limits limits;
    std::optional<Budget> budget = {};
    std::vector<ModelLimits> modelLimits = {}; ///< the first that fits counts
    std::vector<ApiKeyConfig> keys;
    std::uint32_t queueWeight = 1; ///< share of what comes free while requests wait

    bool operator==(const UserConfig&) const = default;
};

struct Configuration
{
    std::map<std::string, std::string> settings; ///< only those that differ from the catalogue's default
    std::vector<ProxyConfig> proxies;
    std::vector<ProviderConfig> providers;
    std::vector<ModelConfig> models;
    std::vector<GroupConfig> groups;
    std::vector<UserConfig> users;

    bool operator==(const Configuration&) const = default;
};

} // namespace lanyard
