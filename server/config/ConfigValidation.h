#pragma once

#include "base/Result.h"
#include "config/ConfigChange.h"

#include <string>
#include <vector>

namespace lanyard {

/// A rule that a configuration breaks.
struct RuleBreach
{
    ObjectRef object;
    std::string field; ///< the key in the declarative file; "" for the object as a whole
    std::string text;
};

/// Every rule that `configuration` breaks, at most a hundred: names, duplicates, references, URLs, headers, addresses,
/// bounds. Pure; what it accepts can be served.
std::vector<RuleBreach> findBreaches(const Configuration& configuration);

/// Errors: InvalidArgument, one line for each breach.
Result<void> validate(const Configuration& configuration);

/// What is allowed and still worth a word: models without a price, models without a route, providers without a credential.
std::vector<std::string> findWarnings(const Configuration& configuration);

} // namespace lanyard
