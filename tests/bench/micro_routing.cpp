#include "routing/Router.h"
#include "bench/MicroBenchmark.h"

#include <string>

using namespace lanyard;
using namespace lanyard::test;

int main()
{
    Configuration configuration;
    for (std::uint32_t i = 1; i <= 8; ++i) {
        ProviderConfig provider;
        provider.id = {i};
        provider.name = "p" + std::to_string(i);
        configuration.providers.push_back(provider);
    }
    for (const Strategy strategy : {Strategy::Priority, Strategy::Weighted, Strategy::Random}) {
        for (const std::uint32_t routes : {1U, 8U}) {
            ModelConfig model;
            model.id = {static_cast<std::uint32_t>(configuration.models.size() + 1)};
            model.name = std::string(toString(strategy)) + " over " + std::to_string(routes);
            model.strategy = strategy;
            for (std::uint32_t i = 1; i <= routes; ++i) {
                RouteConfig route;
                route.id = {model.id.value * 10 + i};
                route.provider = "p" + std::to_string(i);
                route.upstreamModel = "gpt-4o-mini";
                route.weight = i;
                model.routes.push_back(route);
            }
            configuration.models.push_back(model);
        }
    }
    const Snapshot snapshot(configuration, 1);
    Router router;
    std::printf("One name resolved (CPU of the thread):\n");
    for (const ModelConfig& model : snapshot.configuration().models)
        measure((model.name + " routes").c_str(), 100'000, [&] { static_cast<void>(router.resolve(snapshot, {}, model.name)); });
    measure("a pin", 100'000, [&] { static_cast<void>(router.resolve(snapshot, {}, "p3:gpt-4o-mini")); });
    return 0;
}
