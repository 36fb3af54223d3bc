#include "GatewayBench.h"

#include "gateway/IdempotentRequests.h"

#include <algorithm>

namespace lanyard::test {
namespace {

CredentialConfig credential(std::uint32_t id, std::string name)
{
    CredentialConfig config;
    config.id = {id};
    config.key = Secret("sk-provider-" + name);
    config.name = std::move(name);
    return config;
}

ProviderConfig provider(std::uint32_t id, std::string name, std::vector<CredentialConfig> credentials)
{
    ProviderConfig config;
    config.id = {id};
    config.baseUrl = "http://" + name + ".test/v1";
    config.name = std::move(name);
    config.credentials = std::move(credentials);
    return config;
}

RouteConfig route(std::uint32_t id, std::string provider, std::string model, std::uint32_t priority)
{
    RouteConfig config;
    config.id = {id};
    config.provider = std::move(provider);
    config.upstreamModel = std::move(model);
    config.priority = priority;
    return config;
}

UserConfig user(std::uint32_t id, std::string name, std::string group)
{
    UserConfig config;
    config.id = {id};
    config.name = std::move(name);
    config.group = std::move(group);
    ApiKeyConfig key;
    key.id = {id};
    key.name = "laptop";
    key.hash.fill(static_cast<std::uint8_t>(id));
    config.keys = {key};
    return config;
}

} // namespace

Configuration GatewayBench::configuration()
{
    Configuration config;
    config.providers = {provider(1, "one", {credential(1, "a"), credential(2, "b")}), provider(2, "two", {credential(3, "c")})};
    ModelConfig gpt;
    gpt.id = {1};
    gpt.name = "gpt";
    gpt.aliases = {"fast"};
    gpt.routes = {route(1, "one", "gpt-up", 0), route(2, "two", "gpt-two", 1)};
    gpt.price = Price{Money::fromNano(1'000'000'000), Money::fromNano(2'000'000'000), {}, {}, {}, {}, {}, {}, {}, {}, {}};
    ModelConfig free;
    free.id = {2};
    free.name = "free";
    free.routes = {route(3, "two", "free-up", 0)};
    config.models = {gpt, free};
    GroupConfig dear;
    dear.id = {1};
    dear.name = "dear";
    dear.multiplierMicro = 2'000'000;
    config.groups = {dear};
    config.users = {user(1, "alice", ""), user(2, "bob", "dear")};
    return config;
}

GatewayBench::GatewayBench()
{
    pool.setOnFreed([this](ProviderId provider) { shared.queue.freed(provider); });
    publish(configuration());
    governor.loadBalances({{UserId{1}, Money::fromNano(10'000'000'000)}});
}

void GatewayBench::publish(Configuration configuration)
{
    auto snapshot = std::make_shared<const Snapshot>(std::move(configuration), ++m_version);
    pool.configure(*snapshot);
    governor.configure(*snapshot);
    snapshots.publish(std::move(snapshot));
}

std::shared_ptr<RecordingSink> GatewayBench::send(std::string body, std::string_view user, std::string_view target, HttpHeaders headers)
{
    const auto routes = surfaceRoutes();
    const std::string_view path = target.substr(0, target.find('?'));
    auto served = std::find_if(routes.begin(), routes.end(), [&](const SurfaceRoute& route) { return route.pattern == path; });
    if (served == routes.end()) {
        served = std::find_if(routes.begin(), routes.end(), [&](const SurfaceRoute& route) {
            return route.pattern.ends_with('*') && path.starts_with(route.pattern.substr(0, route.pattern.size() - 1));
        });
    }
    auto caller = std::make_unique<Caller>();
    caller->snapshot = context.snapshot();
    const auto& users = caller->snapshot->configuration().users;
    const auto found = std::find_if(users.begin(), users.end(), [&](const UserConfig& u) { return u.name == user; });
    caller->identity.user = &*found;
    caller->identity.key = &found->keys.front();
    caller->identity.group = caller->snapshot->findGroup(found->group);
    caller->requestId = "11111111-2222-3333-4444-555555555555";
    caller->receivedAt = clock.wall();
    caller->receivedAtSteady = clock.steady();
    auto sink = std::make_shared<RecordingSink>(journal);
    IncomingRequest request;
    request.head.method = HttpMethod::Post;
    request.head.target = std::string(target);
    request.body = RequestBody(std::move(body));
    request.head.headers = headers.empty() ? requestHeaders : std::move(headers);
    Reply reply(sink);
    if (IdempotentRequests(context, served->surface).enter(caller, request, reply))
        exchanges.add(std::make_unique<Exchange>(context, served->surface, served->operation, std::move(caller), std::move(request), std::move(reply))).start();
    return sink;
}

} // namespace lanyard::test
