#include "config/ConfigProblems.h"

#include <algorithm>
#include <limits>

namespace lanyard {
namespace {

constexpr std::size_t kShownProblems = 10;

} // namespace

std::string ConfigPath::toString() const
{
    std::string text = parent ? parent->toString() : std::string();
    if (!key.empty())
        text += (text.empty() ? "" : ".") + std::string(key);
    else if (parent)
        text += "[" + std::to_string(index) + "]";
    return text;
}

void ConfigProblems::add(int line, const ConfigPath& path, std::string_view text, ErrorCode code)
{
    std::string message;
    if (m_count < kShownProblems) { // the path's text costs, and a large document may have a million mistakes
        const std::string place = path.toString();
        message = (line > 0 ? "line " + std::to_string(line) + ": " : "") + place + (place.empty() ? "" : ": ");
    }
    store(line, message.append(text), code);
}

void ConfigProblems::add(std::string_view place, std::string_view text, ErrorCode code)
{
    store(0, std::string(place) + ": " + std::string(text), code);
}

void ConfigProblems::store(int line, std::string text, ErrorCode code)
{
    if (m_count == 0)
        m_code = code;
    if (++m_count <= kShownProblems)
        m_problems.push_back({line, std::move(text)});
}

Error ConfigProblems::toError() const
{
    std::vector<Problem> sorted = m_problems;
    const auto position = [](const Problem& problem) { return problem.line > 0 ? problem.line : std::numeric_limits<int>::max(); };
    std::stable_sort(sorted.begin(), sorted.end(), [&](const Problem& a, const Problem& b) { return position(a) < position(b); });
    std::string message;
    for (const Problem& problem : sorted)
        message += (message.empty() ? "" : "\n") + problem.text;
    if (m_count > sorted.size())
        message += "\nand " + std::to_string(m_count - sorted.size()) + " more";
    return {m_code, message};
}

} // namespace lanyard
