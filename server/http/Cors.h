#pragma once

#include "http/HttpMessages.h"

#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

/// Which web pages may read answers (https://fetch.spec.whatwg.org/#http-cors-protocol). API keys travel in a header
/// that the page sets itself, so credentials mode is never allowed.
class CorsPolicy
{
public:
    explicit CorsPolicy(std::vector<std::string> allowedOrigins);

    /// What to say in Access-Control-Allow-Origin; empty when the page may not.
    std::string_view allowedOrigin(const RequestHead& head) const;
    /// The fields for an actual answer to `origin`, each line with its end.
    static void appendFields(std::string& text, std::string_view origin);
    /// The answer to OPTIONS on a path that knows `methods` ("GET, HEAD").
    SimpleAnswer preflight(const RequestHead& head, const std::string& methods) const;

private:
    std::vector<std::string> m_origins;
    bool m_all = false;
};

} // namespace lanyard
