#include "gateway/HedgeGuard.h"

#include <algorithm>

namespace lanyard {

std::optional<std::chrono::milliseconds> HedgeGuard::begin(ModelId id)
{
    const std::lock_guard lock(m_mutex);
    Model& model = m_models[id];
    ++model.requests;
    if (model.samples < kEnough)
        return std::nullopt;
    std::array<std::uint32_t, kSamples> sorted = model.firstByteMs;
    const auto end = sorted.begin() + static_cast<std::ptrdiff_t>(std::min(model.samples, kSamples));
    const auto p95 = sorted.begin() + (end - sorted.begin()) * 95 / 100;
    std::nth_element(sorted.begin(), p95, end);
    return std::chrono::milliseconds{*p95};
}

void HedgeGuard::observe(ModelId id, std::chrono::milliseconds firstByte)
{
    const std::lock_guard lock(m_mutex);
    Model& model = m_models[id];
    model.firstByteMs[model.samples++ % kSamples] = static_cast<std::uint32_t>(std::clamp<std::int64_t>(firstByte.count(), 0, 86'400'000));
}

bool HedgeGuard::take(ModelId id)
{
    const std::lock_guard lock(m_mutex);
    Model& model = m_models[id];
    if ((model.hedges + 1) * kRequestsForOne > model.requests)
        return false;
    ++model.hedges;
    return true;
}

void HedgeGuard::giveBack(ModelId id)
{
    const std::lock_guard lock(m_mutex);
    Model& model = m_models[id];
    model.hedges -= model.hedges > 0 ? 1 : 0;
}

} // namespace lanyard
