#pragma once

#include "config/ConfigNode.h"
#include "config/ConfigProblems.h"

#include <optional>

namespace lanyard {

/// A provider's entry with `preset: NAME`: the same entry with the preset's kind, base URL and options where it says
/// nothing of its own. Nothing when the entry names no preset; an unknown name is reported.
std::optional<ConfigNode> withPreset(const ConfigNode& entry, const ConfigPath& at, ConfigProblems& problems);

} // namespace lanyard
