#pragma once

#include "config/ConfigChange.h"

#include <string>
#include <string_view>

namespace lanyard {

/// "provider", "credential", "key" ...: the glossary's word.
std::string_view toString(ObjectKind kind);
/// "created", "updated", "removed", "unchanged".
std::string_view toString(ChangeLine::Action action);

/// For messages: `provider "openai"`, `key "laptop" of user "alice"`.
std::string describe(const ObjectRef& object);

/// A route's name: "provider/upstream-model".
std::string routeName(const RouteConfig& route);

/// The list in the document that holds objects of `kind`: "providers", or for children "credentials".
std::string_view listKey(ObjectKind kind);
/// Provider for Credential, Model for Route, User for ApiKey; the kind itself for all others.
ObjectKind parentKind(ObjectKind kind);

} // namespace lanyard
