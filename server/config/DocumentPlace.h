#pragma once

#include "config/ConfigProblems.h"
#include "config/ConfigValidation.h"

namespace lanyard {

/// Adds a breach with the line and path of the object in `document`; by name alone when the document does not have it
/// or was no text.
void addBreach(const RuleBreach& breach, const ConfigNode& document, ConfigProblems& problems);

} // namespace lanyard
