#include "gui/models/Endpoint.h"

#include <QHostAddress>
#include <QNetworkInterface>

#include <algorithm>

namespace lanyard {
namespace {

bool isWildcard(const QString& host)
{
    return host == u"0.0.0.0" || host == u"::" || host.isEmpty();
}

bool isLoopback(const QString& host)
{
    return host == u"localhost" || QHostAddress(host).isLoopback();
}

QUrl apiUrl(QUrl base, const QString& host)
{
    base.setHost(host);
    base.setPath(QStringLiteral("/v1"));
    return base;
}

} // namespace

Endpoint Endpoint::from(const QStringList& listen, const QStringList& ownAddresses)
{
    if (listen.isEmpty())
        return {};
    // The address that most can reach is the one to hand out.
    const auto shared =
        std::find_if(listen.begin(), listen.end(), [](const QString& text) { return !isLoopback(QUrl(text).host()); });
    const QUrl base(shared == listen.end() ? listen.front() : *shared);
    const QString host = base.host();
    if (!base.isValid() || base.scheme().isEmpty())
        return {};

    Endpoint endpoint;
    endpoint.bound = base.authority();
    endpoint.scope = isLoopback(host) ? Scope::ThisComputer : Scope::Lan;
    endpoint.local = apiUrl(base, isWildcard(host) ? QStringLiteral("127.0.0.1") : host);
    endpoint.url = isWildcard(host) && !ownAddresses.isEmpty() ? apiUrl(base, ownAddresses.front()) : endpoint.local;
    return endpoint;
}

QStringList lanAddresses()
{
    QStringList v4;
    QStringList v6;
    for (const QNetworkInterface& interface : QNetworkInterface::allInterfaces()) {
        const auto flags = interface.flags();
        if (!flags.testFlag(QNetworkInterface::IsRunning) || flags.testFlag(QNetworkInterface::IsLoopBack) ||
            flags.testFlag(QNetworkInterface::IsPointToPoint))
            continue;
        for (const QNetworkAddressEntry& entry : interface.addressEntries()) {
            const QHostAddress address = entry.ip();
            if (address.isLinkLocal())
                continue;
            (address.protocol() == QAbstractSocket::IPv4Protocol ? v4 : v6) << address.toString();
        }
    }
    return v4 + v6;
}

} // namespace lanyard
