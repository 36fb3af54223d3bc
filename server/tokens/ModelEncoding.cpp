#include "tokens/ModelEncoding.h"

#include <algorithm>
#include <array>

namespace lanyard {
namespace {

constexpr std::array<std::string_view, 10> kO200k{"gpt-4o", "chatgpt-4o", "gpt-4.1", "gpt-4.5", "gpt-5",
                                                  "gpt-5.", "gpt-oss",    "o1",      "o3",      "o4-mini"};
constexpr std::array<std::string_view, 6> kCl100k{"gpt-4",          "gpt-3.5-turbo", "gpt-35-turbo",
                                                  "text-embedding", "davinci-002",   "babbage-002"};

template <std::size_t N>
bool isOfOne(std::string_view name, const std::array<std::string_view, N>& families)
{
    return std::any_of(families.begin(), families.end(),
                       [=](std::string_view family) { return isOfFamily(name, family); });
}

} // namespace

std::string familyName(std::string_view model)
{
    if (const std::size_t slash = model.rfind('/'); slash != std::string_view::npos)
        model.remove_prefix(slash + 1);
    std::string name(model);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c); });
    return name.starts_with("ft:") ? name.substr(3) : name;
}

bool isOfFamily(std::string_view name, std::string_view family)
{
    if (!name.starts_with(family))
        return false;
    return name.size() == family.size() || family.ends_with('.') ||
           std::string_view("-:@").find(name[family.size()]) != std::string_view::npos;
}

ModelEncoding encodingOf(std::string_view model)
{
    const std::string name = familyName(model);
    if (isOfOne(name, kO200k))
        return {Encoding::O200k, true};
    if (isOfOne(name, kCl100k))
        return {Encoding::Cl100k, true};
    return {};
}

} // namespace lanyard
