#pragma once

#include "config/ConfigChange.h"

#include <vector>

namespace lanyard {

/// What an empty data folder gets: the built-in demo provider and the sample model "demo", so that the whole path can be
/// seen before any key is pasted.
ConfigChange firstStartChange();

/// The user "demo" with a fresh API key in place of the last one, which nobody can read any more. One after the other.
std::vector<ConfigChange> demoUserChanges(const Configuration& current);

} // namespace lanyard
