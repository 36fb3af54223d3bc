#include "tokens/ImageTokens.h"

#include "tokens/ModelEncoding.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace lanyard {
namespace {

constexpr ImageSize kAssumed{1024, 1024};

enum class Kind : std::uint8_t { Tiles, Patches, Area, Crops };

struct ImageRule
{
    std::string_view family;
    Kind kind = Kind::Tiles;
    double base = 0; ///< Tiles: tokens of the picture in small. Patches: tokens of a patch
    double tile = 0; ///< Tiles: tokens of each
    bool published = true;
};

// The first family that fits.
constexpr std::array kRules{
    ImageRule{"gpt-4o-mini", Kind::Tiles, 2833, 5667},
    ImageRule{"gpt-4o", Kind::Tiles, 85, 170},
    ImageRule{"chatgpt-4o", Kind::Tiles, 85, 170},
    ImageRule{"gpt-4.1-mini", Kind::Patches, 1.62},
    ImageRule{"gpt-4.1-nano", Kind::Patches, 2.46},
    ImageRule{"gpt-4.1", Kind::Tiles, 85, 170},
    ImageRule{"gpt-4.5", Kind::Tiles, 85, 170},
    ImageRule{"gpt-4", Kind::Tiles, 85, 170},
    ImageRule{"gpt-5-mini", Kind::Patches, 1.62},
    ImageRule{"gpt-5-nano", Kind::Patches, 2.46},
    ImageRule{"gpt-5.", Kind::Tiles, 70, 140, false}, // later ones: the factors are not published for each
    ImageRule{"gpt-5", Kind::Tiles, 70, 140},
    ImageRule{"o4-mini", Kind::Patches, 1.72},
    ImageRule{"o1", Kind::Tiles, 75, 150},
    ImageRule{"o3", Kind::Tiles, 75, 150},
    ImageRule{"computer-use-preview", Kind::Tiles, 65, 129},
    ImageRule{"claude", Kind::Area},
    ImageRule{"gemini", Kind::Crops},
};
constexpr ImageRule kOtherModels{"", Kind::Tiles, 85, 170, false};

const ImageRule& ruleOf(std::string_view model)
{
    const std::string name = familyName(model);
    const auto fits = [&](const ImageRule& rule) { return isOfFamily(name, rule.family); };
    const auto found = std::find_if(kRules.begin(), kRules.end(), fits);
    return found == kRules.end() ? kOtherModels : *found;
}

struct Extent
{
    double width;
    double height;

    double shortSide() const { return std::min(width, height); }
    double longSide() const { return std::max(width, height); }
    Extent scaled(double factor) const { return {width * factor, height * factor}; }
    double pieces(double side) const { return std::ceil(width / side) * std::ceil(height / side); }
};

double tileTokens(const ImageRule& rule, Extent extent)
{
    extent = extent.scaled(std::min(1.0, 2048 / extent.longSide()));
    extent = extent.scaled(std::min(1.0, 768 / extent.shortSide()));
    extent = {std::floor(extent.width + 0.5), std::floor(extent.height + 0.5)};
    return rule.base + rule.tile * extent.pieces(512);
}

/// Above the cap: shrunk to its area, and then a little more until the patches of one side are whole.
double patches(Extent extent)
{
    constexpr double kSide = 32;
    constexpr double kMost = 1536;
    if (extent.pieces(kSide) <= kMost)
        return extent.pieces(kSide);
    const Extent inPatches = extent.scaled(std::sqrt(kMost / (extent.width * extent.height)));
    const double whole =
        std::min(std::floor(inPatches.width) / inPatches.width, std::floor(inPatches.height) / inPatches.height);
    const auto up = [](double value) { return std::ceil(value - 1e-6); };
    return std::min(kMost, std::max(1.0, up(inPatches.width * whole)) * std::max(1.0, up(inPatches.height * whole)));
}

double areaTokens(Extent extent)
{
    extent = extent.scaled(std::min(1.0, 1568 / extent.longSide()));
    return std::min(1600.0, std::ceil(extent.width * extent.height / 750));
}

double cropTokens(Extent extent)
{
    constexpr double kEach = 258;
    if (extent.longSide() <= 384)
        return kEach;
    return kEach * extent.pieces(std::clamp(std::floor(extent.shortSide() / 1.5), 256.0, 768.0));
}

} // namespace

TokenCount imageTokens(std::string_view model, std::optional<ImageSize> size, std::string_view detail)
{
    const ImageRule& rule = ruleOf(model);
    const bool low = detail == "low";
    const ImageSize known = size.value_or(kAssumed);
    Extent extent{static_cast<double>(known.width), static_cast<double>(known.height)};
    bool exact = rule.published && size.has_value();
    double tokens = 0;
    switch (rule.kind) {
    case Kind::Tiles:
        tokens = low ? rule.base : tileTokens(rule, extent);
        exact = exact || (low && rule.published);
        break;
    case Kind::Patches:
        if (low) // a version of 512 pixels is looked at; what it counts is not published
            extent = extent.scaled(std::min(1.0, 512 / extent.longSide()));
        tokens = std::ceil(patches(extent) * rule.base);
        exact = exact && !low;
        break;
    case Kind::Area:
        tokens = areaTokens(extent);
        break;
    case Kind::Crops:
        tokens = cropTokens(extent);
        break;
    }
    return {static_cast<std::uint64_t>(tokens), exact};
}

} // namespace lanyard
