#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lanyard {

enum class HttpMethod { Get, Head, Post, Put, Patch, Delete, Options, Other };

std::string_view toString(HttpMethod method);
HttpMethod httpMethodFrom(std::string_view text);

/// The standard reason phrase ("Not Found"); "Unknown" for a number without one.
std::string_view reasonPhrase(int status);

/// ASCII case-insensitive, as header names compare.
bool equalsIgnoringCase(std::string_view a, std::string_view b);

/// Header fields in the order they came; names compare without case. Small lists: linear search is the fast way.
class HttpHeaders
{
public:
    using Field = std::pair<std::string, std::string>;

    HttpHeaders() = default;
    HttpHeaders(std::initializer_list<Field> fields) : m_fields(fields) {}

    /// The first value of `name`, or nothing.
    std::optional<std::string_view> find(std::string_view name) const;
    /// The first value of `name`, or "".
    std::string_view value(std::string_view name) const { return find(name).value_or(std::string_view{}); }
    bool contains(std::string_view name) const { return find(name).has_value(); }
    std::size_t count(std::string_view name) const;

    void add(std::string_view name, std::string_view value) { m_fields.emplace_back(name, value); }
    /// Replaces every field of that name.
    void set(std::string_view name, std::string_view value);
    void remove(std::string_view name);
    void clear() { m_fields.clear(); }
    void reserve(std::size_t count) { m_fields.reserve(count); }

    std::size_t size() const { return m_fields.size(); }
    bool empty() const { return m_fields.empty(); }
    auto begin() const { return m_fields.begin(); }
    auto end() const { return m_fields.end(); }

private:
    std::vector<Field> m_fields;
};

} // namespace lanyard
