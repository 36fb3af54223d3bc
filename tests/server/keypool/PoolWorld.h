#pragma once

#include "keypool/KeyPool.h"
#include "support/FakeClock.h"

#include <functional>
#include <string>
#include <vector>

namespace lanyard::test {

/// A pool under test with one provider ("openai", id 1) and two models ("gpt" 1, "mini" 2); credentials have the ids
/// 1, 2, 3 ... in the order of adding.
struct PoolWorld
{
    FakeClock clock;
    Configuration configuration;
    QTimeZone zone = QTimeZone::utc();

    explicit PoolWorld(const std::vector<std::string>& names = {}, QTimeZone timeZone = QTimeZone::utc()) : zone(timeZone), pool(clock, timeZone)
    {
        for (const char* name : {"gpt", "mini"}) {
            ModelConfig model;
            model.id = {static_cast<std::uint32_t>(configuration.models.size() + 1)};
            model.name = name;
            configuration.models.push_back(model);
        }
        ProviderConfig provider;
        provider.id = {1};
        provider.name = "openai";
        provider.baseUrl = "http://127.0.0.1:1/v1";
        configuration.providers.push_back(provider);
        for (const std::string& name : names)
            add(name);
        apply();
    }

    ProviderConfig& provider() { return configuration.providers.front(); }
    CredentialConfig& credential(std::size_t index) { return provider().credentials.at(index); }
    CredentialConfig& add(const std::string& name, std::uint32_t weight = 1)
    {
        CredentialConfig credential;
        credential.id = {++lastId};
        credential.name = name;
        credential.key = Secret("secret of " + name);
        credential.weight = weight;
        provider().credentials.push_back(credential);
        return provider().credentials.back();
    }
    /// Publishes the configuration as it is now.
    void apply()
    {
        snapshots.push_back(std::make_unique<Snapshot>(configuration, ++version));
        pool.configure(*snapshots.back());
    }
    void change(const std::function<void()>& edit)
    {
        edit();
        apply();
    }

    LeaseRequest request(std::uint32_t model = 1, std::uint64_t tokens = 1) const
    {
        LeaseRequest request;
        request.provider = snapshots.back()->findProvider("openai");
        request.model = {model};
        request.estimatedTokens = tokens;
        return request;
    }
    std::variant<Lease, LeaseRefusal> ask(std::uint32_t model = 1, std::uint64_t tokens = 1) { return pool.lease(request(model, tokens)); }
    /// An empty lease when refused.
    Lease lease(std::uint32_t model = 1, std::uint64_t tokens = 1)
    {
        std::variant<Lease, LeaseRefusal> result = ask(model, tokens);
        return std::holds_alternative<Lease>(result) ? std::get<Lease>(std::move(result)) : Lease();
    }
    LeaseRefusal refusal(std::uint32_t model = 1, std::uint64_t tokens = 1)
    {
        std::variant<Lease, LeaseRefusal> result = ask(model, tokens);
        return std::holds_alternative<LeaseRefusal>(result) ? std::get<LeaseRefusal>(std::move(result)) : LeaseRefusal{{}, {}, "was not refused", {}};
    }
    /// One whole attempt; the name of the credential that made it, "-" when refused.
    std::string attempt(FailureClass failure = FailureClass::None, std::uint32_t model = 1, std::uint64_t tokens = 1,
                        std::optional<std::chrono::milliseconds> retryAfter = {})
    {
        Lease got = lease(model, tokens);
        if (!got)
            return "-";
        AttemptReport report;
        report.failure = failure;
        report.retryAfter = retryAfter;
        report.reason = "provider's words";
        report.tokens = tokens;
        const std::string name = nameOf(got.credential());
        got.finish(report);
        return name;
    }
    std::string attempts(int count)
    {
        std::string names;
        for (int i = 0; i < count; ++i)
            names += attempt();
        return names;
    }
    std::string nameOf(CredentialId id) const
    {
        for (const auto& snapshot : snapshots) {
            for (const CredentialConfig& c : snapshot->configuration().providers.front().credentials) {
                if (c.id == id)
                    return c.name;
            }
        }
        return "?";
    }
    CredentialState state(std::uint32_t credential) const { return pool.state({credential}).value_or(CredentialState{}); }

    std::vector<std::unique_ptr<Snapshot>> snapshots;
    std::uint64_t version = 0;
    std::uint32_t lastId = 0;
    KeyPool pool;
};

} // namespace lanyard::test
