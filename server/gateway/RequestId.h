#pragma once

#include "base/Http.h"

#include <string>

namespace lanyard {

/// The client's X-Request-Id when it is one (1 to 128 visible ASCII characters), else a new random UUID.
std::string requestIdFor(const HttpHeaders& headers);

} // namespace lanyard
