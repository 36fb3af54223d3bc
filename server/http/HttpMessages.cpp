#include "http/HttpMessages.h"

#include "http/SpillFile.h"

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

RequestBody::RequestBody(std::shared_ptr<const SpilledBody> spilled) : m_view(spilled->view()), m_spilled(std::move(spilled)) {}

void RequestBody::forget(std::string_view part) const
{
    if (m_spilled)
        m_spilled->forget(part);
}

} // namespace lanyard
