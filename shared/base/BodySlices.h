#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

/// A message body as slices that are sent one after the other: pass-through sends the client's own bytes around the few
/// that change. `owners` keep alive what the slices point into; a body can be sent more than once (a retry).
struct BodySlices
{
    std::vector<std::string_view> slices;
    std::vector<std::shared_ptr<const void>> owners;
    /// Told of each large part that has been read, so that its owner need not keep it in memory. It may be read again.
    std::function<void(std::string_view part)> passed;

    std::size_t size() const
    {
        std::size_t sum = 0;
        for (const std::string_view slice : slices)
            sum += slice.size();
        return sum;
    }

    std::string joined() const
    {
        std::string all;
        all.reserve(size());
        for (const std::string_view slice : slices)
            all += slice;
        return all;
    }

    /// Adds text that the body itself owns.
    void addOwned(std::string text)
    {
        const auto owner = std::make_shared<const std::string>(std::move(text));
        slices.emplace_back(*owner);
        owners.push_back(owner);
    }
};

} // namespace lanyard
