#pragma once

#include "config/Configuration.h"

#include <string>

namespace lanyard {

/// The declarative file of `configuration`: YAML without any secret. Credentials and API keys stand there by name, so
/// that applying the file to the same configuration changes nothing; applied to an empty one it makes the same objects,
/// with credentials that still need their key and with new API keys. Fields with their default are left out.
std::string exportYaml(const Configuration& configuration);

} // namespace lanyard
