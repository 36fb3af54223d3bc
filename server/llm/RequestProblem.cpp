#include "llm/RequestProblem.h"

#include <cmath>

namespace lanyard {

void RequestProblem::wrong(std::string_view field, std::string_view expected)
{
    refuse("\"" + std::string(field) + "\" must be " + std::string(expected));
}

void RequestProblem::refuse(std::string message)
{
    if (!m_error)
        m_error = Error{ErrorCode::InvalidArgument, std::move(message)};
}

std::string RequestProblem::text(const JsonValue& value, std::string_view field)
{
    if (!value.absent() && !value.isString())
        wrong(field, "a string");
    return value.text();
}

std::optional<double> RequestProblem::number(const JsonValue& value, std::string_view field)
{
    const auto number = value.number();
    if (!value.absent() && !number)
        wrong(field, "a number");
    return number;
}

std::optional<std::uint64_t> RequestProblem::whole(const JsonValue& value, std::string_view field)
{
    const auto number = value.whole();
    if (!value.absent() && !number)
        wrong(field, "a whole number, zero or more");
    return number;
}

std::optional<std::int64_t> RequestProblem::integer(const JsonValue& value, std::string_view field)
{
    const auto number = value.number();
    constexpr double kLargestExact = 9'007'199'254'740'992.0; // 2^53
    const bool fits = number && std::abs(*number) <= kLargestExact && *number == std::floor(*number);
    if (!value.absent() && !fits)
        wrong(field, "a whole number");
    return fits ? std::optional(static_cast<std::int64_t>(*number)) : std::nullopt;
}

std::optional<bool> RequestProblem::boolean(const JsonValue& value, std::string_view field)
{
    const auto flag = value.boolean();
    if (!value.absent() && !flag)
        wrong(field, "true or false");
    return flag;
}

std::vector<std::string> RequestProblem::texts(const JsonValue& value, std::string_view field)
{
    std::vector<std::string> all;
    if (value.isString())
        return {value.text()};
    if (!value.absent() && !value.isArray())
        wrong(field, "a string or a list of strings");
    for (const JsonValue item : value) {
        if (!item.isString())
            wrong(field, "a string or a list of strings");
        all.push_back(item.text());
    }
    return all;
}

std::string fieldName(std::string_view list, std::size_t index, std::string_view member)
{
    std::string name = std::string(list) + "[" + std::to_string(index) + "]";
    if (!member.empty())
        name += "." + std::string(member);
    return name;
}

} // namespace lanyard
