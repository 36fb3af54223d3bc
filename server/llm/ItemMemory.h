#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lanyard {

/// What one caller may refer to by its id in a later request: items and answers of the Responses API, as JSON.
class ItemMemory
{
public:
    virtual void keep(std::string_view id, std::string raw) = 0;
    /// Nothing when it was never kept, by this caller, or is forgotten.
    virtual std::optional<std::string> find(std::string_view id) = 0;

protected:
    ~ItemMemory() = default;
};

} // namespace lanyard
