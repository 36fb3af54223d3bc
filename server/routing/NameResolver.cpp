#include "routing/NameResolver.h"

#include "base/Glob.h"

#include <algorithm>

namespace lanyard {
namespace {

bool anyMatches(const std::vector<std::string>& globs, std::string_view text)
{
    return std::any_of(globs.begin(), globs.end(), [text](const std::string& glob) { return globMatches(glob, text); });
}

/// Both lists say yes to one of the names; an absent list says yes to all.
bool listsAllow(const Identity& identity, std::string_view name, std::string_view asRequested)
{
    const auto allowed = [&](const std::vector<std::string>& globs) {
        return globs.empty() || anyMatches(globs, name) || anyMatches(globs, asRequested);
    };
    return (!identity.key || allowed(identity.key->models)) && (!identity.group || allowed(identity.group->models));
}

/// A pin's whole text counts only for entries that name a provider too ("openai:*"): a provider's name must not let a
/// pin slip through an entry that is meant for models.
bool listsAllowPin(const Identity& identity, std::string_view name, std::string_view wholePin)
{
    const auto allowed = [&](const std::vector<std::string>& globs) {
        return globs.empty() || anyMatches(globs, name)
            || std::any_of(globs.begin(), globs.end(), [wholePin](const std::string& glob) {
                   return glob.find(':') != std::string::npos && globMatches(glob, wholePin);
               });
    };
    return (!identity.key || allowed(identity.key->models)) && (!identity.group || allowed(identity.group->models));
}

Error notFound(std::string_view name)
{
    return {ErrorCode::NotFound,
            "model \"" + std::string(name) + "\" does not exist; GET /v1/models lists what this key may use"};
}

Error forbidden(std::string_view name)
{
    return {ErrorCode::Forbidden,
            "this API key may not use model \"" + std::string(name) + "\"; GET /v1/models lists what it may use"};
}

Error switchedOff(std::string_view name, std::string_view what)
{
    return {ErrorCode::Unavailable,
            "model \"" + std::string(name) + "\" cannot be had now: " + std::string(what) + "; ask whoever runs this gateway"};
}

/// What the one `*` of `pattern` stands for in `name`; nothing when it does not fit or has not exactly one star.
std::optional<std::string_view> starPart(std::string_view pattern, std::string_view name)
{
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos || pattern.find('*', star + 1) != std::string_view::npos)
        return std::nullopt;
    const std::string_view tail = pattern.substr(star + 1);
    if (name.size() < star + tail.size() || !name.starts_with(pattern.substr(0, star)) || !name.ends_with(tail))
        return std::nullopt;
    return name.substr(star, name.size() - star - tail.size());
}

/// A `*` in a route's upstream name stands for what the `*` of the model's name matched; an empty upstream name is the
/// requested one.
std::string upstreamName(const RouteConfig& route, const ModelConfig& model, std::string_view requested)
{
    const std::size_t star = route.upstreamModel.find('*');
    if (route.upstreamModel.empty())
        return std::string(requested);
    if (star == std::string::npos)
        return route.upstreamModel;
    std::optional<std::string_view> part = starPart(model.name, requested);
    for (auto alias = model.aliases.begin(); !part && alias != model.aliases.end(); ++alias)
        part = starPart(*alias, requested);
    std::string name = route.upstreamModel;
    return name.replace(star, 1, part.value_or(requested));
}

Result<Resolution> configuredModel(const Snapshot& snapshot, const Identity& identity, const ModelConfig& model,
                                   std::string_view requested)
{
    if (!listsAllow(identity, model.name, requested))
        return forbidden(requested);
    if (!model.enabled)
        return switchedOff(requested, "it is switched off");
    std::vector<Candidate> candidates = usableRoutes(snapshot, model, requested);
    if (candidates.empty())
        return switchedOff(requested, model.routes.empty() ? "it has no route" : "every route of it is switched off");
    return Resolution{&model, std::move(candidates)};
}

/// The configured model that a pinned name means at that provider: by public name, else by the provider's own name.
struct PinnedRoute
{
    const ModelConfig* model = nullptr;
    const RouteConfig* route = nullptr;
};
PinnedRoute pinnedRoute(const Snapshot& snapshot, const ProviderConfig& provider, std::string_view name)
{
    if (const ModelConfig* model = snapshot.findModel(name)) {
        for (const RouteConfig& route : model->routes) {
            if (route.provider == provider.name)
                return {model, &route};
        }
    }
    for (const ModelConfig& model : snapshot.configuration().models) {
        for (const RouteConfig& route : model.routes) {
            if (route.provider == provider.name && route.upstreamModel == name)
                return {&model, &route};
        }
    }
    return {};
}

Result<Resolution> pinnedModel(const Snapshot& snapshot, const Identity& identity, const ProviderConfig& provider,
                               std::string_view name, std::string_view requested)
{
    const PinnedRoute pinned = pinnedRoute(snapshot, provider, name);
    if (!listsAllowPin(identity, pinned.model ? std::string_view(pinned.model->name) : name, requested))
        return forbidden(requested);
    if (!provider.enabled)
        return switchedOff(requested, "provider \"" + provider.name + "\" is switched off");
    if (!pinned.model)
        return Resolution{nullptr, {{&provider, nullptr, std::string(name)}}};
    if (!pinned.model->enabled || !pinned.route->enabled)
        return switchedOff(requested, "it is switched off at provider \"" + provider.name + "\"");
    return Resolution{pinned.model, {{&provider, pinned.route, upstreamName(*pinned.route, *pinned.model, name)}}};
}

/// Every colon is tried: names of providers and of models may hold one themselves.
Result<Resolution> pin(const Snapshot& snapshot, const Identity& identity, std::string_view requested)
{
    for (std::size_t colon = requested.find(':'); colon != std::string_view::npos; colon = requested.find(':', colon + 1)) {
        const std::string_view name = requested.substr(colon + 1);
        const ProviderConfig* provider = snapshot.findProvider(requested.substr(0, colon));
        if (provider && !name.empty())
            return pinnedModel(snapshot, identity, *provider, name, requested);
    }
    return notFound(requested);
}

} // namespace

std::vector<Candidate> usableRoutes(const Snapshot& snapshot, const ModelConfig& model, std::string_view requested)
{
    std::vector<Candidate> candidates;
    candidates.reserve(model.routes.size());
    for (const RouteConfig& route : model.routes) {
        const ProviderConfig* provider = route.enabled ? snapshot.findProvider(route.provider) : nullptr;
        if (provider && provider->enabled)
            candidates.push_back({provider, &route, upstreamName(route, model, requested)});
    }
    return candidates;
}

Result<Resolution> resolveName(const Snapshot& snapshot, const Identity& identity, std::string_view requested)
{
    if (const ModelConfig* model = snapshot.findModel(requested))
        return configuredModel(snapshot, identity, *model, requested);
    return pin(snapshot, identity, requested);
}

bool Router::allows(const Identity& identity, std::string_view model)
{
    return listsAllow(identity, model, model);
}

std::vector<const ModelConfig*> Router::visibleModels(const Snapshot& snapshot, const Identity& identity)
{
    const auto hasRoute = [&](const ModelConfig& model) {
        return std::any_of(model.routes.begin(), model.routes.end(), [&](const RouteConfig& route) {
            const ProviderConfig* provider = route.enabled ? snapshot.findProvider(route.provider) : nullptr;
            return provider && provider->enabled;
        });
    };
    std::vector<const ModelConfig*> visible;
    for (const ModelConfig& model : snapshot.configuration().models) {
        const bool wildcard = model.name.find('*') != std::string::npos;
        if (!wildcard && model.enabled && allows(identity, model.name) && hasRoute(model))
            visible.push_back(&model);
    }
    return visible;
}

} // namespace lanyard
