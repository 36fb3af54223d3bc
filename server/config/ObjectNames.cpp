#include "config/ObjectNames.h"

#include "settings/QuotedText.h"

namespace lanyard {

std::string_view toString(ObjectKind kind)
{
    switch (kind) {
    case ObjectKind::Setting: return "setting";
    case ObjectKind::Proxy: return "proxy";
    case ObjectKind::Provider: return "provider";
    case ObjectKind::Credential: return "credential";
    case ObjectKind::Model: return "model";
    case ObjectKind::Route: return "route";
    case ObjectKind::Group: return "group";
    case ObjectKind::User: return "user";
    case ObjectKind::ApiKey: return "key";
    }
    return "";
}

std::string_view toString(ChangeLine::Action action)
{
    switch (action) {
    case ChangeLine::Action::Created: return "created";
    case ChangeLine::Action::Updated: return "updated";
    case ChangeLine::Action::Removed: return "removed";
    case ChangeLine::Action::Unchanged: return "unchanged";
    }
    return "";
}

std::string_view listKey(ObjectKind kind)
{
    switch (kind) {
    case ObjectKind::Setting: return "settings";
    case ObjectKind::Proxy: return "proxies";
    case ObjectKind::Provider: return "providers";
    case ObjectKind::Credential: return "credentials";
    case ObjectKind::Model: return "models";
    case ObjectKind::Route: return "routes";
    case ObjectKind::Group: return "groups";
    case ObjectKind::User: return "users";
    case ObjectKind::ApiKey: return "keys";
    }
    return "";
}

ObjectKind parentKind(ObjectKind kind)
{
    switch (kind) {
    case ObjectKind::Credential: return ObjectKind::Provider;
    case ObjectKind::Route: return ObjectKind::Model;
    case ObjectKind::ApiKey: return ObjectKind::User;
    default: return kind;
    }
}

std::string describe(const ObjectRef& object)
{
    std::string text = std::string(toString(object.kind)) + " " + quotedText(object.name);
    if (parentKind(object.kind) != object.kind)
        text += " of " + std::string(toString(parentKind(object.kind))) + " " + quotedText(object.parent);
    return text;
}

std::string routeName(const RouteConfig& route)
{
    return route.provider + "/" + route.upstreamModel;
}

} // namespace lanyard
