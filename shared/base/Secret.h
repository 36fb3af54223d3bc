#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lanyard {

/// Text that must not be seen: an API key, a provider's credential, a password. It does not print, does not convert,
/// and its memory is wiped when it goes. reveal() is the only way in, so that every use can be found by name.
class Secret
{
public:
    Secret() = default;
    explicit Secret(std::string text) : m_text(std::move(text)) {}
    Secret(const Secret&) = default;
    Secret(Secret&& other) noexcept : m_text(std::move(other.m_text)) { other.wipe(); }
    Secret& operator=(const Secret& other);
    Secret& operator=(Secret&& other) noexcept;
    ~Secret() { wipe(); }

    bool empty() const { return m_text.empty(); }
    std::size_t size() const { return m_text.size(); }
    std::string_view reveal() const { return m_text; }
    /// What may be shown: the first characters, never more than a third ("sk-lan-01...").
    std::string prefix(std::size_t length) const;

    /// Constant time for equal lengths.
    bool operator==(const Secret& other) const;

private:
    void wipe() noexcept;
    std::string m_text;
};

} // namespace lanyard
