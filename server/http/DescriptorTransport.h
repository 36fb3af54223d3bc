#pragma once

#include "http/Transport.h"

#include <QtGlobal>

namespace lanyard {

/// Plain TCP straight on the system's calls: what Qt's socket engine costs more is most of a small request.
/// Null where there is no such way; QSocketTransport serves there.
/// Owns: the descriptor. Lives in: its worker's thread.
std::unique_ptr<Transport> makeDescriptorTransport(qintptr descriptor, TransportObserver& observer);

} // namespace lanyard
