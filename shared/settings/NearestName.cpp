#include "settings/NearestName.h"

#include <algorithm>
#include <vector>

namespace lanyard {
namespace {

// Longer ones are no typing error, and the table is quadratic.
constexpr std::size_t kLongestName = 100;

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Damerau-Levenshtein distance (optimal string alignment).
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> beforeLast(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const char x = lower(a[i - 1]);
            const char y = lower(b[j - 1]);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (x == y ? 0U : 1U)});
            if (i > 1 && j > 1 && x == lower(b[j - 2]) && lower(a[i - 2]) == y)
                row[j] = std::min(row[j], beforeLast[j - 2] + 1);
        }
        std::swap(beforeLast, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

} // namespace

std::string_view nearestName(std::string_view text, std::span<const std::string_view> known)
{
    std::string_view best;
    if (text.empty() || text.size() > kLongestName)
        return best;
    std::size_t bestDistance = kLongestName;
    for (const std::string_view name : known) {
        const std::size_t d = distance(text, name);
        if (d < bestDistance && d <= std::max<std::size_t>(1, std::max(text.size(), name.size()) / 3)) {
            best = name;
            bestDistance = d;
        }
    }
    return best;
}

std::string didYouMean(std::string_view text, std::span<const std::string_view> known)
{
    const std::string_view near = nearestName(text, known);
    return near.empty() ? std::string() : " (did you mean \"" + std::string(near) + "\"?)";
}

} // namespace lanyard
