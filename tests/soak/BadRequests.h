#pragma once

#include <QByteArray>
#include <QList>

namespace lanyard::test {

/// What broken and hostile clients send, one of each kind; every one is refused or dropped, none reaches a provider.
const QList<QByteArray>& badRequests();

} // namespace lanyard::test
