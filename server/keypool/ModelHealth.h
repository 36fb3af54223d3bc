#pragma once

#include "keypool/Breaker.h"
#include "keypool/PeakEwma.h"
#include "keypool/SlotHeap.h"
#include "keypool/WeightedRotation.h"

#include <memory>
#include <string>
#include <utility>

namespace lanyard {

/// The credentials that a 429 took out for one model, and the turns among the others. There only while one is out.
struct CoolDowns
{
    explicit CoolDowns(std::size_t slots) : until(slots), rotation(slots) {}

    SlotQueue<SteadyTime> until;
    WeightedRotation rotation; ///< the ready ones that are not cooling
};

/// What one provider is like for one model.
struct ModelHealth
{
    explicit ModelHealth(std::string modelName = {}, const BreakerRules& rules = {}) : name(std::move(modelName)), breaker(rules) {}

    std::string name; ///< for people
    Breaker breaker;
    PeakEwma firstByte;
    std::uint32_t inFlight = 0;
    std::unique_ptr<CoolDowns> coolDowns;
};

} // namespace lanyard
