#pragma once

#include "base/Ids.h"

#include <cstdint>
#include <functional>
#include <string_view>

namespace lanyard {

/// What a provider's health is kept for: a configured model, or, for a pin to a model that nobody configured, the
/// provider's own name of it. Two such pins never share a cool-down or a breaker.
struct ModelKey
{
    std::uint64_t value = 0;

    static ModelKey of(ModelId model, std::string_view upstreamModel)
    {
        if (model)
            return {model.value};
        return {kByName | std::hash<std::string_view>{}(upstreamModel)};
    }
    bool configured() const { return (value & kByName) == 0; }
    ModelId model() const { return {configured() ? static_cast<std::uint32_t>(value) : 0}; }
    bool operator==(const ModelKey&) const = default;

private:
    static constexpr std::uint64_t kByName = std::uint64_t{1} << 63;
};

} // namespace lanyard

template<>
struct std::hash<lanyard::ModelKey>
{
    std::size_t operator()(lanyard::ModelKey key) const noexcept { return std::hash<std::uint64_t>{}(key.value); }
};
