#include "http/HttpMessages.h"

#include <QHostAddress>

namespace lanyard {

std::string Peer::toString() const
{
    const QHostAddress host(address.data());
    bool isIpv4 = false;
    const quint32 ipv4 = host.toIPv4Address(&isIpv4);
    return (isIpv4 ? QHostAddress(ipv4) : host).toString().toStdString();
}

std::string_view RequestHead::query() const
{
    const std::size_t mark = target.find('?');
    return mark == std::string::npos ? std::string_view{} : std::string_view(target).substr(mark + 1);
}

} // namespace lanyard
