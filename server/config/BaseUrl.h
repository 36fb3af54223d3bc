#pragma once

#include "config/Configuration.h"

#include <string>
#include <string_view>

namespace lanyard {

/// A base URL without a path gets the kind's version path ("/v1" for openai); one with any path is used as given.
/// Slashes at the end go.
std::string completedBaseUrl(ProviderKind kind, std::string_view url);

/// What is wrong with a provider's base URL, or "": http or https, a host, no user, query or fragment.
std::string baseUrlProblem(std::string_view url);

/// What is wrong with a proxy's URL, or "": http, https, socks5 or socks5h, a host and a port, nothing else.
std::string proxyUrlProblem(std::string_view url);

} // namespace lanyard
