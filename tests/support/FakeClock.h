#pragma once

#include "base/Clock.h"

#include <atomic>

namespace lanyard::test {

/// Time that stands still until it is told to move. Any thread.
class FakeClock final : public Clock
{
public:
    explicit FakeClock(WallTime wall = WallTime{std::chrono::milliseconds{1'767'225'600'000}}) : m_wallStart(wall) {} // 2026-01-01T00:00Z

    SteadyTime steady() const override { return SteadyTime{} + std::chrono::hours{1} + std::chrono::milliseconds{m_elapsedMs.load()}; }
    WallTime wall() const override { return m_wallStart + std::chrono::milliseconds{m_elapsedMs.load() + m_jumpMs.load()}; }

    void advance(std::chrono::milliseconds by) { m_elapsedMs += by.count(); }
    /// The wall clock alone jumps, as when NTP corrects it.
    void jumpWall(std::chrono::milliseconds by) { m_jumpMs += by.count(); }

private:
    WallTime m_wallStart;
    std::atomic<std::int64_t> m_elapsedMs{0};
    std::atomic<std::int64_t> m_jumpMs{0};
};

} // namespace lanyard::test
