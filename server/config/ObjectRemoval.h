#pragma once

#include "config/ConfigChange.h"
#include "config/ConfigProblems.h"

namespace lanyard {

/// Takes one object out; false when there is none of that name. A setting goes back to its default.
bool removeObject(Configuration& configuration, const ObjectRef& object);

/// A problem (Conflict) for each removed provider, group or proxy that the configuration still refers to, with the
/// referrers named.
void reportReferrers(const Configuration& configuration, const std::vector<ObjectRef>& removed, ConfigProblems& problems);

} // namespace lanyard
