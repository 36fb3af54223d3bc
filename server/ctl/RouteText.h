#pragma once

#include "protocol/messages/ModelMessages.h"

#include <optional>

namespace lanyard {

/// A route as it is written on the command line: PROVIDER/MODEL[@PRIORITY[:WEIGHT]]. Nothing for anything else.
std::optional<RouteFields> parseRoute(const QString& text);

} // namespace lanyard
