#include "http/RouteTable.h"

#include "http/HttpFault.h"

#include <algorithm>

namespace lanyard {
namespace {

constexpr std::size_t kListedRoutes = 6;

} // namespace

RouteTable::RouteTable()
    : m_missAnswer([](const RequestHead&, const Miss& miss) {
          return faultAnswer({miss.status, miss.status == 405 ? "method_not_allowed" : "unknown_url", miss.message});
      })
{}

void RouteTable::add(HttpMethod method, std::string_view pattern, RequestHandler& handler)
{
    m_listing.push_back(std::string(toString(method)) + ' ' + std::string(pattern));
    const auto index = static_cast<std::size_t>(method);
    if (!pattern.ends_with('*')) {
        m_exact[std::string(pattern)][index] = &handler;
        return;
    }
    pattern.remove_suffix(1);
    auto found = std::find_if(m_prefixes.begin(), m_prefixes.end(), [&](const Prefix& p) { return p.path == pattern; });
    if (found == m_prefixes.end()) {
        const auto shorter = std::find_if(m_prefixes.begin(), m_prefixes.end(),
                                          [&](const Prefix& p) { return p.path.size() < pattern.size(); });
        found = m_prefixes.insert(shorter, Prefix{std::string(pattern), {}});
    }
    found->handlers[index] = &handler;
}

RequestHandler* RouteTable::pick(const Handlers& handlers, HttpMethod method)
{
    RequestHandler* handler = handlers[static_cast<std::size_t>(method)];
    return !handler && method == HttpMethod::Head ? handlers[static_cast<std::size_t>(HttpMethod::Get)] : handler;
}

/// Calls `visit` with the handlers of every route that fits the path, best first, until it says true.
template <class Visit>
void RouteTable::visitMatches(std::string_view path, Visit visit) const
{
    const auto exact = m_exact.find(path);
    if (exact != m_exact.end() && visit(exact->second))
        return;
    for (const Prefix& prefix : m_prefixes) {
        if (path.size() > prefix.path.size() && path.starts_with(prefix.path) && visit(prefix.handlers))
            return;
    }
}

RequestHandler* RouteTable::find(HttpMethod method, std::string_view path) const
{
    RequestHandler* handler = nullptr;
    visitMatches(path, [&](const Handlers& handlers) {
        handler = pick(handlers, method);
        return handler != nullptr;
    });
    return handler;
}

std::string RouteTable::methodsOf(std::string_view path) const
{
    if (path == "*")
        return "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    std::array<bool, std::tuple_size_v<Handlers>> known{};
    bool any = false;
    visitMatches(path, [&](const Handlers& handlers) {
        for (std::size_t i = 0; i < known.size(); ++i)
            known[i] = known[i] || pick(handlers, static_cast<HttpMethod>(i));
        any = true;
        return false;
    });
    std::string methods;
    if (!any)
        return methods;
    known[static_cast<std::size_t>(HttpMethod::Options)] = true;
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (known[i] && i != static_cast<std::size_t>(HttpMethod::Other)) {
            methods += methods.empty() ? "" : ", ";
            methods += toString(static_cast<HttpMethod>(i));
        }
    }
    return methods;
}

/// A pattern like "/v1/*" takes in whatever comes, and says of no single path that it exists.
bool RouteTable::namesEndpoint(std::string_view path) const
{
    if (path == "*" || m_exact.find(path) != m_exact.end())
        return true;
    return std::any_of(m_prefixes.begin(), m_prefixes.end(), [&](const Prefix& prefix) {
        const bool isCatchAll = std::count(prefix.path.begin(), prefix.path.end(), '/') <= 2;
        return !isCatchAll && path.size() > prefix.path.size() && path.starts_with(prefix.path);
    });
}

RouteTable::Miss RouteTable::missOf(const RequestHead& head) const
{
    Miss miss;
    const std::string path(head.path().substr(0, 200));
    if (namesEndpoint(head.path()))
        miss.methods = methodsOf(head.path());
    if (!miss.methods.empty()) {
        miss.status = 405;
        miss.message = "The method is not allowed at " + path + "; use one of " + miss.methods + ".";
        return miss;
    }
    miss.message = "There is no endpoint at " + path + ".";
    std::string known;
    for (std::size_t i = 0; i < std::min(m_listing.size(), kListedRoutes); ++i)
        known += (known.empty() ? "" : ", ") + m_listing[i];
    if (!known.empty())
        miss.message += " Check the client's base URL; this server answers " + known +
                        (m_listing.size() > kListedRoutes ? " and others." : ".");
    return miss;
}

SimpleAnswer RouteTable::missed(const RequestHead& head) const
{
    const Miss miss = missOf(head);
    SimpleAnswer answer = m_missAnswer(head, miss);
    if (!miss.methods.empty())
        answer.headers.set("Allow", miss.methods);
    return answer;
}

} // namespace lanyard
