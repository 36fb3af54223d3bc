#include "config/IpRange.h"

#include <QHostAddress>
#include <QString>

#include <algorithm>
#include <charconv>

namespace lanyard {

std::optional<IpRange> IpRange::parse(std::string_view text)
{
    const std::size_t slash = text.find('/');
    const std::string_view host = text.substr(0, slash);
    const bool ipv4 = host.find(':') == std::string_view::npos;
    // QHostAddress also takes "10.1", " ::1" and "fe80::1%eth0": here an address is written out and has no interface.
    if (host.find_first_not_of("0123456789abcdefABCDEF:.") != std::string_view::npos
        || (ipv4 && std::count(host.begin(), host.end(), '.') != 3))
        return std::nullopt;
    QHostAddress parsed;
    if (!parsed.setAddress(QString::fromUtf8(host.data(), static_cast<qsizetype>(host.size()))))
        return std::nullopt;

    const int width = ipv4 ? 32 : 128;
    int bits = width;
    if (slash != std::string_view::npos) {
        const std::string_view digits = text.substr(slash + 1);
        const auto [rest, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
        if (failure != std::errc{} || rest != digits.data() + digits.size() || bits < 0 || bits > width)
            return std::nullopt;
    }
    IpRange range;
    range.bits = bits + 128 - width;
    if (ipv4) { // by hand: Qt maps every IPv4 address but 0.0.0.0
        const quint32 v4 = parsed.toIPv4Address();
        range.address[10] = range.address[11] = 0xFF;
        for (std::size_t i = 0; i < 4; ++i)
            range.address[12 + i] = static_cast<std::uint8_t>(v4 >> (24 - 8 * i));
    } else {
        const Q_IPV6ADDR bytes = parsed.toIPv6Address();
        std::copy_n(bytes.c, range.address.size(), range.address.begin());
    }
    return range;
}

bool IpRange::contains(const Address& other) const
{
    const auto whole = static_cast<std::size_t>(bits / 8);
    if (!std::equal(address.begin(), address.begin() + static_cast<std::ptrdiff_t>(whole), other.begin()))
        return false;
    const int rest = bits % 8;
    if (rest == 0)
        return true;
    const auto mask = static_cast<std::uint8_t>(0xFF << (8 - rest));
    return (address[whole] & mask) == (other[whole] & mask);
}

} // namespace lanyard
