#include "base/Secret.h"

#include <sodium.h>

#include <algorithm>

namespace lanyard {

Secret& Secret::operator=(const Secret& other)
{
    if (this != &other) {
        wipe();
        m_text = other.m_text;
    }
    return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept
{
    if (this != &other) {
        wipe();
        m_text = std::move(other.m_text);
        other.wipe();
    }
    return *this;
}

std::string Secret::prefix(std::size_t length) const
{
    return m_text.substr(0, std::min(length, m_text.size() / 3));
}

bool Secret::operator==(const Secret& other) const
{
    return m_text.size() == other.m_text.size() && sodium_memcmp(m_text.data(), other.m_text.data(), m_text.size()) == 0;
}

void Secret::wipe() noexcept
{
    sodium_memzero(m_text.data(), m_text.size());
    m_text.clear();
}

} // namespace lanyard
