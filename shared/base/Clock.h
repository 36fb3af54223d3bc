#pragma once

#include <chrono>

namespace lanyard {

using SteadyTime = std::chrono::steady_clock::time_point;
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

/// Where time comes from. Injected everywhere, so that tests own the clock.
class Clock
{
public:
    virtual ~Clock() = default;
    /// Never goes back; for durations and deadlines.
    virtual SteadyTime steady() const = 0;
    /// UTC; may jump; for what is written down and for calendar limits.
    virtual WallTime wall() const = 0;
};

class SystemClock final : public Clock
{
public:
    SteadyTime steady() const override { return std::chrono::steady_clock::now(); }
    WallTime wall() const override
    {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }
};

} // namespace lanyard
