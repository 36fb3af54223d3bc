#pragma once

#include <QStringList>
#include <QUrl>

namespace lanyard {

/// Where clients reach the service, from the addresses it listens on.
struct Endpoint
{
    enum class Scope {
        ThisComputer, ///< loopback only
        Lan,
    };

    QUrl url;   ///< what to give to clients: "http://192.168.1.20:11480/v1"
    QUrl local; ///< what works on the service's own computer
    Scope scope = Scope::ThisComputer;
    QString bound; ///< the address as it was bound: "0.0.0.0:11480"

    bool isValid() const { return url.isValid() && !url.isEmpty(); }

    /// `listen`: as hello tells it. `ownAddresses`: of the computer, best first; used where the bound address stands
    /// for all of them.
    static Endpoint from(const QStringList& listen, const QStringList& ownAddresses);
};

/// This computer's addresses that others in the LAN can reach; IPv4 first.
QStringList lanAddresses();

} // namespace lanyard
