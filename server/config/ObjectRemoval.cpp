#include "config/ObjectRemoval.h"

#include "config/ObjectNames.h"
#include "settings/QuotedText.h"

#include <algorithm>
#include <map>

namespace lanyard {
namespace {

template<class T>
T* findNamed(std::vector<T>& objects, std::string_view name)
{
    const auto found = std::find_if(objects.begin(), objects.end(), [&](const T& object) { return object.name == name; });
    return found == objects.end() ? nullptr : &*found;
}

template<class T>
bool eraseNamed(std::vector<T>& objects, std::string_view name)
{
    return std::erase_if(objects, [&](const T& object) { return object.name == name; }) > 0;
}

bool eraseRoute(ModelConfig* model, std::string_view name)
{
    return model && std::erase_if(model->routes, [&](const RouteConfig& route) { return routeName(route) == name; }) > 0;
}

/// `"a", "b" and 3 more`
std::string listed(const std::vector<std::string>& names)
{
    constexpr std::size_t kShown = 5;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i)
        text += (i ? ", " : "") + quotedText(names[i]);
    if (names.size() > kShown)
        text += " and " + std::to_string(names.size() - kShown) + " more";
    return text;
}

class Referrers
{
public:
    explicit Referrers(const std::vector<ObjectRef>& removed)
    {
        for (const ObjectRef& object : removed)
            m_users[{object.kind, object.name}];
    }

    void note(ObjectKind kind, const std::string& name, const std::string& referrer)
    {
        const auto found = m_users.find({kind, name});
        if (found != m_users.end() && (found->second.empty() || found->second.back() != referrer))
            found->second.push_back(referrer);
    }

    void report(std::string_view referrer, ObjectKind kind, ConfigProblems& problems) const
    {
        for (const auto& [object, names] : m_users) {
            if (object.first == kind && !names.empty()) {
                problems.add(describe({kind, object.second, {}}),
                             "still used by " + std::string(referrer) + " " + listed(names) + "; change that first", ErrorCode::Conflict);
            }
        }
    }

private:
    std::map<std::pair<ObjectKind, std::string>, std::vector<std::string>> m_users;
};

} // namespace

bool removeObject(Configuration& configuration, const ObjectRef& object)
{
    switch (object.kind) {
    case ObjectKind::Setting: return configuration.settings.erase(object.name) > 0;
    case ObjectKind::Proxy: return eraseNamed(configuration.proxies, object.name);
    case ObjectKind::Provider: return eraseNamed(configuration.providers, object.name);
    case ObjectKind::Model: return eraseNamed(configuration.models, object.name);
    case ObjectKind::Group: return eraseNamed(configuration.groups, object.name);
    case ObjectKind::User: return eraseNamed(configuration.users, object.name);
    case ObjectKind::Route: return eraseRoute(findNamed(configuration.models, object.parent), object.name);
    case ObjectKind::Credential: {
        ProviderConfig* provider = findNamed(configuration.providers, object.parent);
        return provider && eraseNamed(provider->credentials, object.name);
    }
    case ObjectKind::ApiKey: {
        UserConfig* user = findNamed(configuration.users, object.parent);
        return user && eraseNamed(user->keys, object.name);
    }
    }
    return false;
}

void reportReferrers(const Configuration& configuration, const std::vector<ObjectRef>& removed, ConfigProblems& problems)
{
    if (removed.empty())
        return;
    Referrers referrers(removed);
    for (const ModelConfig& model : configuration.models) {
        for (const RouteConfig& route : model.routes)
            referrers.note(ObjectKind::Provider, route.provider, model.name);
    }
    for (const ProviderConfig& provider : configuration.providers) {
        referrers.note(ObjectKind::Proxy, provider.proxy, provider.name);
        for (const CredentialConfig& credential : provider.credentials)
            referrers.note(ObjectKind::Proxy, credential.proxy, provider.name);
    }
    for (const UserConfig& user : configuration.users)
        referrers.note(ObjectKind::Group, user.group, user.name);
    referrers.report("routes of model", ObjectKind::Provider, problems);
    referrers.report("provider", ObjectKind::Proxy, problems);
    referrers.report("user", ObjectKind::Group, problems);
}

} // namespace lanyard
