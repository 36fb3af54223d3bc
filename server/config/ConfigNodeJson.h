#pragma once

#include "config/ConfigNode.h"

#include <QJsonValue>

namespace lanyard {

/// Parameters of an admin call as a document. Numbers keep their digits: 1000000 never becomes 1e+06.
ConfigNode configNodeFromJson(const QJsonValue& value);

} // namespace lanyard
