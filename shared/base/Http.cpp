#include "base/Http.h"

#include <algorithm>
#include <array>

namespace lanyard {
namespace {

constexpr std::array<std::string_view, 8> kMethodNames{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", ""};

constexpr char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

} // namespace

std::string_view toString(HttpMethod method)
{
    return kMethodNames[static_cast<std::size_t>(method)];
}

HttpMethod httpMethodFrom(std::string_view text)
{
    const auto found = std::find(kMethodNames.begin(), kMethodNames.end() - 1, text);
    return static_cast<HttpMethod>(found - kMethodNames.begin());
}

std::string_view reasonPhrase(int status)
{
    struct Phrase
    {
        int status;
        std::string_view text;
    };
    static constexpr std::array kPhrases{
        Phrase{100, "Continue"}, Phrase{200, "OK"}, Phrase{201, "Created"}, Phrase{202, "Accepted"}, Phrase{204, "No Content"},
        Phrase{206, "Partial Content"}, Phrase{301, "Moved Permanently"}, Phrase{302, "Found"}, Phrase{304, "Not Modified"},
        Phrase{307, "Temporary Redirect"}, Phrase{308, "Permanent Redirect"}, Phrase{400, "Bad Request"},
        Phrase{401, "Unauthorized"}, Phrase{402, "Payment Required"}, Phrase{403, "Forbidden"}, Phrase{404, "Not Found"},
        Phrase{405, "Method Not Allowed"}, Phrase{406, "Not Acceptable"}, Phrase{408, "Request Timeout"}, Phrase{409, "Conflict"},
        Phrase{410, "Gone"}, Phrase{411, "Length Required"}, Phrase{413, "Content Too Large"}, Phrase{415, "Unsupported Media Type"},
        Phrase{417, "Expectation Failed"}, Phrase{422, "Unprocessable Content"}, Phrase{429, "Too Many Requests"},
        Phrase{431, "Request Header Fields Too Large"}, Phrase{499, "Client Closed Request"}, Phrase{500, "Internal Server Error"},
        Phrase{501, "Not Implemented"}, Phrase{502, "Bad Gateway"}, Phrase{503, "Service Unavailable"}, Phrase{504, "Gateway Timeout"},
        Phrase{505, "HTTP Version Not Supported"}, Phrase{529, "Overloaded"},
    };
    const auto found = std::find_if(kPhrases.begin(), kPhrases.end(), [=](const Phrase& p) { return p.status == status; });
    return found == kPhrases.end() ? "Unknown" : found->text;
}

bool equalsIgnoringCase(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::string_view> HttpHeaders::find(std::string_view name) const
{
    for (const Field field : *this) {
        if (equalsIgnoringCase(field.name, name))
            return field.value;
    }
    return std::nullopt;
}

std::size_t HttpHeaders::count(std::string_view name) const
{
    std::size_t found = 0;
    for (const Field field : *this)
        found += equalsIgnoringCase(field.name, name) ? 1 : 0;
    return found;
}

void HttpHeaders::add(std::string_view name, std::string_view value)
{
    const auto start = static_cast<std::uint32_t>(m_text.size());
    m_text.append(name).append(value);
    m_places.push_back({start, static_cast<std::uint32_t>(name.size()), static_cast<std::uint32_t>(value.size())});
}

void HttpHeaders::set(std::string_view name, std::string_view value)
{
    remove(name);
    add(name, value);
}

void HttpHeaders::remove(std::string_view name)
{
    std::erase_if(m_places, [&](const Place& place) {
        return equalsIgnoringCase(std::string_view(m_text).substr(place.start, place.nameSize), name);
    });
}

void HttpHeaders::clear()
{
    m_text.clear();
    m_places.clear();
}

void HttpHeaders::reserve(std::size_t count)
{
    constexpr std::size_t kUsualBytes = 40; // of a field
    m_text.reserve(count * kUsualBytes);
    m_places.reserve(count);
}

} // namespace lanyard
