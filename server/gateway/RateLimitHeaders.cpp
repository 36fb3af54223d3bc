#include "gateway/RateLimitHeaders.h"

#include <string>

namespace lanyard {
namespace {

std::string inSeconds(std::chrono::milliseconds duration)
{
    std::string fraction = std::to_string(duration.count() % 1000);
    fraction.insert(0, 3 - fraction.size(), '0');
    return std::to_string(duration.count() / 1000) + "." + fraction + "s";
}

void add(HttpHeaders& headers, const std::string& kind, const RateLimitView::Window& window)
{
    headers.add("X-RateLimit-Limit-" + kind, std::to_string(window.limit));
    headers.add("X-RateLimit-Remaining-" + kind, std::to_string(window.remaining));
    headers.add("X-RateLimit-Reset-" + kind, inSeconds(window.resetIn));
}

} // namespace

void addRateLimitHeaders(HttpHeaders& headers, const RateLimitView& view)
{
    if (view.requests)
        add(headers, "Requests", *view.requests);
    if (view.tokens)
        add(headers, "Tokens", *view.tokens);
}

} // namespace lanyard
