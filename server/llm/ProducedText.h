#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace lanyard {

/// The words that a streamed answer has brought, kept so that its tokens can be counted when nobody reports them. Of
/// what follows the first 48 KiB (some 12,000 tokens) only the length is known: an answer that nobody reads to its end
/// may not fill the memory.
class ProducedText
{
public:
    static constexpr std::size_t kKept = std::size_t{48} * 1024;

    void add(std::string_view text);
    /// A JSON string with its quotes, as it stands in a text that nobody has checked; anything else is no text.
    void addJson(std::string_view raw);
    /// The strings that stand behind `key` (with its quotes) in a JSON text. Gives their length, as they are written.
    std::size_t addStringsAfter(std::string_view key, std::string_view json);

    /// The provider has told the usage of everything up to here.
    void markReported() { m_reported = m_bytes; }

    const std::string& text() const { return m_text; }
    bool whole() const { return m_text.size() == m_bytes; } ///< text() is everything
    /// Of text(), what came after the last report.
    std::string_view unreported() const { return std::string_view(m_text).substr(std::min<std::size_t>(m_reported, m_text.size())); }
    /// Everything that came after the last report, kept or not.
    std::uint64_t unreportedBytes() const { return m_bytes - m_reported; }

private:
    std::string m_text;         ///< at most kKept bytes
    std::uint64_t m_bytes = 0;  ///< of all text
    std::uint64_t m_reported = 0;
};

} // namespace lanyard
