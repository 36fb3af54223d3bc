#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lanyard {

/// The words that a streamed answer has brought, kept so that its tokens can be counted when nobody reports them: of
/// what follows the first MiB only the length is known.
class ProducedText
{
public:
    static constexpr std::size_t kKept = std::size_t{1024} * 1024;

    void add(std::string_view text);
    /// A JSON string with its quotes, as it stands in a text that nobody has checked; anything else is no text.
    void addJson(std::string_view raw);
    /// The strings that stand behind `key` (with its quotes) in a JSON text. Gives their length, as they are written.
    std::size_t addStringsAfter(std::string_view key, std::string_view json);

    /// The provider has told the usage of everything up to here.
    void markReported() { m_reported = m_text.size(); }

    const std::string& text() const { return m_text; }
    std::string_view unreported() const { return std::string_view(m_text).substr(m_reported); }
    bool whole() const { return m_whole; } ///< text() is everything

private:
    std::string m_text;
    std::size_t m_reported = 0;
    bool m_whole = true;
};

} // namespace lanyard
