#include "gateway/RateLimitHeaders.h"

#include <array>
#include <charconv>
#include <string_view>

namespace lanyard {
namespace {

struct Names
{
    std::string_view limit;
    std::string_view remaining;
    std::string_view reset;
};

constexpr Names kRequests{"X-RateLimit-Limit-Requests", "X-RateLimit-Remaining-Requests", "X-RateLimit-Reset-Requests"};
constexpr Names kTokens{"X-RateLimit-Limit-Tokens", "X-RateLimit-Remaining-Tokens", "X-RateLimit-Reset-Tokens"};

/// Six of these stand in every answer: no string is made for one.
class Digits
{
public:
    template<class Number>
    std::string_view plain(Number number)
    {
        return {m_text.data(), static_cast<std::size_t>(std::to_chars(m_text.data(), m_text.data() + m_text.size(), number).ptr - m_text.data())};
    }
    /// "1.250s"
    std::string_view seconds(std::chrono::milliseconds duration)
    {
        char* end = std::to_chars(m_text.data(), m_text.data() + m_text.size() - 5, duration.count() / 1000).ptr;
        const auto rest = static_cast<int>(duration.count() % 1000);
        *end++ = '.';
        for (const int place : {100, 10, 1})
            *end++ = static_cast<char>('0' + rest / place % 10);
        *end++ = 's';
        return {m_text.data(), static_cast<std::size_t>(end - m_text.data())};
    }

private:
    std::array<char, 32> m_text;
};

void add(HttpHeaders& headers, const Names& names, const RateLimitView::Window& window)
{
    Digits digits;
    headers.add(names.limit, digits.plain(window.limit));
    headers.add(names.remaining, digits.plain(window.remaining));
    headers.add(names.reset, digits.seconds(window.resetIn));
}

} // namespace

void addRateLimitHeaders(HttpHeaders& headers, const RateLimitView& view)
{
    if (view.requests)
        add(headers, kRequests, *view.requests);
    if (view.tokens)
        add(headers, kTokens, *view.tokens);
}

} // namespace lanyard
