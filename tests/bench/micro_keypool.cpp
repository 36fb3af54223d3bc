#include "keypool/KeyPool.h"
#include "bench/MicroBenchmark.h"

#include <string>

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

struct Pool
{
    explicit Pool(int credentials, const std::function<void(CredentialConfig&, int)>& edit = {})
    {
        ProviderConfig provider;
        provider.id = {1};
        provider.name = "openai";
        provider.baseUrl = "http://127.0.0.1:1/v1";
        for (int i = 0; i < credentials; ++i) {
            CredentialConfig credential;
            credential.id = {static_cast<std::uint32_t>(i + 1)};
            credential.name = "c" + std::to_string(i);
            if (edit)
                edit(credential, i);
            provider.credentials.push_back(std::move(credential));
        }
        Configuration configuration;
        configuration.providers.push_back(std::move(provider));
        snapshot = std::make_unique<Snapshot>(std::move(configuration), 1);
        pool.configure(*snapshot);
        request.provider = snapshot->findProvider("openai");
        request.model = {1};
        request.estimatedTokens = 1'000;
    }

    void attempt(FailureClass failure = FailureClass::None)
    {
        std::variant<Lease, LeaseRefusal> result = pool.lease(request);
        if (Lease* lease = std::get_if<Lease>(&result))
            lease->finish({failure, 60s, {}, 900, 20ms});
    }

    SystemClock clock;
    KeyPool pool{clock, QTimeZone::utc()};
    std::unique_ptr<Snapshot> snapshot;
    LeaseRequest request;
};

void limitless(CredentialConfig&, int) {}
void differentWeights(CredentialConfig& credential, int i)
{
    credential.weight = static_cast<std::uint32_t>(i + 1);
}
void generousLimits(CredentialConfig& credential, int)
{
    credential.limits = {1'000'000, 1'000'000'000, 100'000'000, 100'000, 100};
}
void oneAtATime(CredentialConfig& credential, int)
{
    credential.limits.concurrency = 1;
}

} // namespace

int main()
{
    std::printf("One lease and its return (CPU of the thread):\n");
    for (const int count : {1, 10, 1'000, 10'000}) {
        Pool pool(count, limitless);
        measure((std::to_string(count) + " credentials without limits").c_str(), 200'000, [&] { pool.attempt(); });
    }
    {
        Pool pool(1'000, generousLimits);
        measure("1000 credentials, all five limits", 200'000, [&] { pool.attempt(); });
    }
    {
        Pool pool(1'000, oneAtATime);
        measure("1000 credentials, one slot each", 200'000, [&] { pool.attempt(); });
    }
    {
        Pool pool(1'000, differentWeights);
        measure("1000 credentials of 1000 different weights", 100'000, [&] { pool.attempt(); });
    }
    {
        Pool pool(1'000, limitless);
        for (int i = 0; i < 900; ++i)
            pool.attempt(FailureClass::RateLimited);
        measure("1000 credentials, 900 of them cooling down", 200'000, [&] { pool.attempt(); });
    }
    {
        Pool pool(1'000, [](CredentialConfig& credential, int) { credential.limits.tpm = 1'500; });
        for (int i = 0; i < 1'000; ++i)
            pool.attempt();
        measure("1000 credentials, none has tokens left (refusal with its words)", 50'000, [&] { pool.attempt(); });
    }
    {
        Pool pool(1'000, limitless);
        Allowance allowance;
        allowance.requests = Allowance::Window{1'000'000, 900'000, 3'600s};
        const auto attemptWithHead = [&] {
            std::variant<Lease, LeaseRefusal> result = pool.pool.lease(pool.request);
            if (Lease* lease = std::get_if<Lease>(&result)) {
                lease->observe(allowance);
                lease->finish({FailureClass::None, {}, {}, 900, 20ms});
            }
        };
        measure("1000 credentials whose provider tells its limits", 200'000, attemptWithHead);
        pool.request.mostHeadroom = true;
        measure("1000 credentials, by most headroom", 200'000, attemptWithHead);
    }
    {
        Pool pool(1'000, limitless);
        measure("a new configuration of 1000 credentials", 50, [&] { pool.pool.configure(*pool.snapshot); });
    }
    return 0;
}
