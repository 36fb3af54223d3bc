#include "llm/ChatRequest.h"

#include <array>
#include <utility>

namespace lanyard {
namespace {

using Effort = ReasoningWish::Effort;

struct Level
{
    Effort effort;
    std::string_view word;
    std::int64_t budget;
};
constexpr std::array kLevels{Level{Effort::None, "none", 0},           Level{Effort::Minimal, "minimal", 512}, Level{Effort::Low, "low", 1'024},
                             Level{Effort::Medium, "medium", 8'192},   Level{Effort::High, "high", 24'576},    Level{Effort::XHigh, "xhigh", 32'768}};

} // namespace

std::string_view toString(Effort effort)
{
    for (const Level& level : kLevels) {
        if (level.effort == effort)
            return level.word;
    }
    return {};
}

std::optional<Effort> effortFrom(std::string_view word)
{
    if (word == "max") // Anthropic's word for the highest
        return Effort::XHigh;
    for (const Level& level : kLevels) {
        if (level.word == word)
            return level.effort;
    }
    return std::nullopt;
}

Effort effortOf(const ReasoningWish& wish)
{
    if (wish.effort != Effort::Unset || !wish.budgetTokens)
        return wish.effort;
    if (*wish.budgetTokens < 0)
        return Effort::Medium;
    Effort nearest = Effort::None;
    for (const Level& level : kLevels) {
        if (*wish.budgetTokens >= level.budget && level.effort != Effort::XHigh)
            nearest = level.effort;
    }
    return nearest;
}

std::int64_t budgetOf(const ReasoningWish& wish)
{
    if (wish.budgetTokens)
        return *wish.budgetTokens;
    for (const Level& level : kLevels) {
        if (level.effort == wish.effort)
            return level.budget;
    }
    return -1;
}

} // namespace lanyard
