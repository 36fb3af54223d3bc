#pragma once

#include "http/Transport.h"

#include <QtGlobal>
#include <QtNetwork/qtnetworkglobal.h>

class QSslConfiguration;

namespace lanyard {

/// TCP through Qt's own socket, for systems without DescriptorTransport. Null when Qt refuses the descriptor, which is
/// then closed. Owns: the descriptor. Lives in: its worker's thread.
std::unique_ptr<Transport> makeQSocketTransport(qintptr descriptor, TransportObserver& observer);

#if QT_CONFIG(ssl)
/// The same with TLS. The handshake starts at once; onSecured() tells that it is done.
std::unique_ptr<Transport> makeTlsTransport(qintptr descriptor, const QSslConfiguration& configuration,
                                            TransportObserver& observer);
#endif

/// The best plain transport that this system has. Owns the descriptor, also when it gives null.
std::unique_ptr<Transport> makePlainTransport(qintptr descriptor, TransportObserver& observer);

} // namespace lanyard
