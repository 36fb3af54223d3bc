#include "settings/ConfigVariables.h"

#include <algorithm>

namespace lanyard {
namespace {

constexpr std::string_view kOpen = "${";
constexpr std::string_view kEscape = "$${";

bool isNameCharacter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/// The name at the start of `text`, which stands right behind a `${`; "" when there is none that ends with a brace.
std::string_view nameAt(std::string_view text)
{
    std::size_t size = 0;
    while (size < text.size() && isNameCharacter(text[size]))
        ++size;
    const bool whole = size > 0 && size < text.size() && text[size] == '}' && !(text[0] >= '0' && text[0] <= '9');
    return whole ? text.substr(0, size) : std::string_view{};
}

/// Calls `literal(text)` and `variable(name)` for the pieces of `text`; a nameless `${` is a variable "".
template<class Literal, class Variable>
void scan(std::string_view text, Literal literal, Variable variable)
{
    while (!text.empty()) {
        const std::size_t dollar = std::min(text.find('$'), text.size());
        literal(text.substr(0, dollar));
        text.remove_prefix(dollar);
        if (text.starts_with(kEscape)) {
            literal(kOpen);
            text.remove_prefix(kEscape.size());
        } else if (text.starts_with(kOpen)) {
            text.remove_prefix(kOpen.size());
            const std::string_view name = nameAt(text);
            variable(name);
            if (!name.empty())
                text.remove_prefix(name.size() + 1);
        } else if (!text.empty()) {
            literal(text.substr(0, 1));
            text.remove_prefix(1);
        }
    }
}

} // namespace

std::vector<std::string> findVariables(std::string_view text)
{
    std::vector<std::string> names;
    scan(text, [](std::string_view) {}, [&](std::string_view name) {
        if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end())
            names.emplace_back(name);
    });
    return names;
}

Result<std::string> expandVariables(std::string_view text, const std::map<std::string, std::string>& variables)
{
    std::string expanded;
    std::string failure;
    scan(text, [&](std::string_view piece) { expanded += piece; }, [&](std::string_view name) {
        const auto found = variables.find(std::string(name));
        if (found != variables.end())
            expanded += found->second;
        else if (!failure.empty())
            return;
        else if (name.empty())
            failure = "\"${\" is not followed by a variable's name and \"}\"; write $${ for a literal ${";
        else
            failure = "the variable " + std::string(name) + " is not set; put it into the environment first: export "
                + std::string(name) + "=...";
    });
    if (!failure.empty())
        return Error{ErrorCode::InvalidArgument, failure};
    return expanded;
}

} // namespace lanyard
