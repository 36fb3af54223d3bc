#pragma once

#include "base/Ids.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace lanyard {

/// When a stream that does not begin is worth a second attempt, per model: when it is later than 95 of 100 were. Keeps second
/// attempts at most one in twenty requests. Shared by all workers.
///
/// Any thread; one lock, held for a look.
class HedgeGuard
{
public:
    static constexpr std::size_t kSamples = 128; ///< the last so many streams
    static constexpr std::size_t kEnough = 20;
    static constexpr std::uint64_t kRequestsForOne = 20;

    /// A stream of the model is asked for. How long to wait before asking once more; nothing while too little is known.
    std::optional<std::chrono::milliseconds> begin(ModelId model);
    /// It began after this.
    void observe(ModelId model, std::chrono::milliseconds firstByte);
    /// Takes one second attempt out of the model's share; false when it is used up.
    bool take(ModelId model);
    /// It was not made after all.
    void giveBack(ModelId model);

private:
    struct Model
    {
        std::array<std::uint32_t, kSamples> firstByteMs{};
        std::size_t samples = 0; ///< ever
        std::uint64_t requests = 0;
        std::uint64_t hedges = 0;
    };

    std::mutex m_mutex; ///< guards m_models
    std::unordered_map<ModelId, Model> m_models;
};

} // namespace lanyard
