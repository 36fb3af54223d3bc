#pragma once

#include <QtGlobal>

namespace lanyard::test {

/// How many steps a randomised test walks: 200,000, or what LANYARD_PROPERTY_STEPS says.
inline int propertySteps()
{
    bool given = false;
    const int steps = qEnvironmentVariableIntValue("LANYARD_PROPERTY_STEPS", &given);
    return given && steps > 0 ? steps : 200'000;
}

/// The seed of a randomised test: fixed, or what LANYARD_PROPERTY_SEED says.
inline unsigned propertySeed()
{
    bool given = false;
    const int seed = qEnvironmentVariableIntValue("LANYARD_PROPERTY_SEED", &given);
    return given ? static_cast<unsigned>(seed) : 20'260'101U;
}

} // namespace lanyard::test
