#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

enum class HttpMethod { Get, Head, Post, Put, Patch, Delete, Options, Other };

std::string_view toString(HttpMethod method);
HttpMethod httpMethodFrom(std::string_view text);

/// The standard reason phrase ("Not Found"); "Unknown" for a number without one.
std::string_view reasonPhrase(int status);

/// ASCII case-insensitive, as header names compare.
bool equalsIgnoringCase(std::string_view a, std::string_view b);

/// Header fields in the order they came; names compare without case. Small lists: linear search is the fast way. All
/// texts stand in one buffer: a message costs two allocations, however many fields it has.
class HttpHeaders
{
public:
    /// Valid until the headers change.
    struct Field
    {
        std::string_view name;
        std::string_view value;
    };

    class Iterator
    {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Field;
        using difference_type = std::ptrdiff_t;
        using pointer = const Field*;
        using reference = Field;

        Iterator(const HttpHeaders& headers, std::size_t index) : m_headers(&headers), m_index(index) {}
        Field operator*() const { return m_headers->at(m_index); }
        Iterator& operator++()
        {
            ++m_index;
            return *this;
        }
        bool operator==(const Iterator& other) const { return m_index == other.m_index; }

    private:
        const HttpHeaders* m_headers;
        std::size_t m_index;
    };

    HttpHeaders() = default;
    HttpHeaders(std::initializer_list<Field> fields)
    {
        for (const Field& field : fields)
            add(field.name, field.value);
    }

    /// The first value of `name`, or nothing.
    std::optional<std::string_view> find(std::string_view name) const;
    /// The first value of `name`, or "".
    std::string_view value(std::string_view name) const { return find(name).value_or(std::string_view{}); }
    bool contains(std::string_view name) const { return find(name).has_value(); }
    std::size_t count(std::string_view name) const;

    /// Neither text may be one of these headers' own.
    void add(std::string_view name, std::string_view value);
    /// Replaces every field of that name.
    void set(std::string_view name, std::string_view value);
    void remove(std::string_view name);
    void clear();
    void reserve(std::size_t count);

    std::size_t size() const { return m_places.size(); }
    bool empty() const { return m_places.empty(); }
    Field at(std::size_t index) const
    {
        const Place& place = m_places[index];
        return {std::string_view(m_text).substr(place.start, place.nameSize),
                std::string_view(m_text).substr(place.start + place.nameSize, place.valueSize)};
    }
    Iterator begin() const { return {*this, 0}; }
    Iterator end() const { return {*this, size()}; }

private:
    struct Place
    {
        std::uint32_t start;
        std::uint32_t nameSize;
        std::uint32_t valueSize;
    };

    std::string m_text; ///< name and value, one behind the other; removed ones stay until clear()
    std::vector<Place> m_places;
};

} // namespace lanyard
