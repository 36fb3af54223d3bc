#include "settings/SettingChecks.h"

#include <QTimeZone>

#include <algorithm>
#include <charconv>

namespace lanyard {
namespace {

bool isNumberUpTo(std::string_view text, int maximum)
{
    int value = -1;
    const auto [rest, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failure == std::errc{} && rest == text.data() + text.size() && value >= 0 && value <= maximum;
}

bool isIpv4(std::string_view text)
{
    for (int part = 0; part < 4; ++part) {
        const std::size_t dot = std::min(text.find('.'), text.size());
        if (dot > 3 || !isNumberUpTo(text.substr(0, dot), 255) || (dot == text.size()) != (part == 3))
            return false;
        text.remove_prefix(std::min(dot + 1, text.size()));
    }
    return true;
}

/// Roughly: the letters of one. The listener has the last word.
bool looksLikeIpv6(std::string_view text)
{
    return std::count(text.begin(), text.end(), ':') >= 2
        && text.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
}

} // namespace

std::string_view checkPlainLine(std::string_view text)
{
    const bool plain = std::none_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < ' ') || c == '\x7F'; });
    return plain ? "" : "one line of text without control characters";
}

std::string_view checkOrigin(std::string_view text)
{
    constexpr std::string_view kExpected = "an origin like https://chat.example.com, or *";
    if (text == "*")
        return "";
    const std::size_t scheme = text.find("://");
    if (scheme == 0 || scheme == std::string_view::npos || !checkPlainLine(text).empty())
        return kExpected;
    const std::string_view host = text.substr(scheme + 3);
    return host.empty() || host.find_first_of("/?# @*,") != std::string_view::npos ? kExpected : "";
}

std::string_view checkListenAddress(std::string_view text)
{
    constexpr std::string_view kExpected = "an address and port like 127.0.0.1:11480 or [::]:11480";
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || !isNumberUpTo(text.substr(colon + 1), 65535))
        return kExpected;
    std::string_view host = text.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']')
        return looksLikeIpv6(host.substr(1, host.size() - 2)) ? "" : kExpected;
    return isIpv4(host) ? "" : kExpected;
}

std::string_view checkCurrency(std::string_view text)
{
    const auto isCapital = [](char c) { return c >= 'A' && c <= 'Z'; };
    return text.size() == 3 && std::all_of(text.begin(), text.end(), isCapital) ? "" : "three capital letters, like EUR";
}

std::string_view checkTimeZone(std::string_view text)
{
    const bool known = text.empty() || QTimeZone::isTimeZoneIdAvailable(QByteArray(text.data(), static_cast<int>(text.size())));
    return known ? "" : "the name of a time zone that this system knows, like Europe/Berlin";
}

} // namespace lanyard
