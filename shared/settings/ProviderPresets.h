#pragma once

#include <span>
#include <string_view>

namespace lanyard {

/// A well-known service, so that a provider for it needs a name and a key only.
struct ProviderPreset
{
    std::string_view name;    ///< "deepseek": what `--preset` and `preset:` take
    std::string_view title;   ///< for people
    std::string_view kind;    ///< what it speaks, as in the declarative file
    std::string_view baseUrl; ///< with its version path
    bool responses = false;   ///< openai: it also speaks the Responses protocol
    bool needsKey = true;
};

/// By name. Source: the API reference of each service, 2026-11.
std::span<const ProviderPreset> providerPresets();
/// Null when there is none of that name.
const ProviderPreset* findProviderPreset(std::string_view name);

} // namespace lanyard
