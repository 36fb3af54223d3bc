#include "config/ConfigProblems.h"

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
    if (m_count >= kShownProblems) {
        ++m_count;
        return;
    }
    std::string message = line > 0 ? "line " + std::to_string(line) + ": " : std::string();
    const std::string place = path.toString();
    message += place.empty() ? "" : place + ": ";
    add(message.append(text), code);
}

void ConfigProblems::add(std::string_view place, std::string_view text, ErrorCode code)
{
    add(std::string(place) + ": " + std::string(text), code);
}

void ConfigProblems::add(std::string line, ErrorCode code)
{
    if (m_count == 0)
        m_code = code;
    if (++m_count <= kShownProblems)
        m_lines.push_back(std::move(line));
}

Error ConfigProblems::toError() const
{
    std::string message;
    for (const std::string& line : m_lines)
        message += (message.empty() ? "" : "\n") + line;
    if (m_count > m_lines.size())
        message += "\nand " + std::to_string(m_count - m_lines.size()) + " more";
    return {m_code, message};
}

} // namespace lanyard
