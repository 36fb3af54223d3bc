#include "http/Cors.h"

#include <algorithm>

namespace lanyard {

CorsPolicy::CorsPolicy(std::vector<std::string> allowedOrigins) : m_origins(std::move(allowedOrigins))
{
    m_all = std::find(m_origins.begin(), m_origins.end(), "*") != m_origins.end();
}

std::string_view CorsPolicy::allowedOrigin(const RequestHead& head) const
{
    if (m_origins.empty())
        return {};
    const auto origin = head.headers.find("Origin");
    if (!origin)
        return {};
    if (m_all)
        return "*";
    const auto found = std::find(m_origins.begin(), m_origins.end(), *origin);
    return found == m_origins.end() ? std::string_view{} : std::string_view(*found);
}

void CorsPolicy::appendFields(std::string& text, std::string_view origin)
{
    text += "Access-Control-Allow-Origin: ";
    text += origin;
    text += "\r\nAccess-Control-Expose-Headers: *\r\n";
    if (origin != "*")
        text += "Vary: Origin\r\n";
}

SimpleAnswer CorsPolicy::preflight(const RequestHead& head, const std::string& methods) const
{
    SimpleAnswer answer{204, {{"Allow", methods}}, {}};
    if (allowedOrigin(head).empty()) // the connection adds Access-Control-Allow-Origin itself, to every answer
        return answer;
    answer.headers.add("Access-Control-Allow-Methods", methods);
    if (const auto fields = head.headers.find("Access-Control-Request-Headers"))
        answer.headers.add("Access-Control-Allow-Headers", *fields);
    // Pages on public sites ask this before they call into a local network.
    if (head.headers.contains("Access-Control-Request-Private-Network"))
        answer.headers.add("Access-Control-Allow-Private-Network", "true");
    answer.headers.add("Access-Control-Max-Age", "600");
    return answer;
}

} // namespace lanyard
