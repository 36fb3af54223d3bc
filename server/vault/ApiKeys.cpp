#include "vault/ApiKeys.h"

#include <sodium.h>

#include <cstddef>

namespace lanyard {
namespace {

constexpr std::string_view kKeyStart = "sk-lan-";
constexpr std::size_t kKeyRandomBytes = 16;
constexpr std::size_t kShownLength = 11;

} // namespace

ApiKeyHash ApiKeyHasher::hash(std::string_view key) const
{
    ApiKeyHash digest{};
    crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(key.data()), key.size(),
                       m_pepper.data(), m_pepper.size());
    return digest;
}

Secret makeApiKey()
{
    std::array<unsigned char, kKeyRandomBytes> random{};
    randombytes_buf(random.data(), random.size());
    std::array<char, 2 * kKeyRandomBytes + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), random.data(), random.size());
    std::string key(kKeyStart);
    key.append(hex.data(), 2 * kKeyRandomBytes);
    sodium_memzero(random.data(), random.size());
    sodium_memzero(hex.data(), hex.size());
    return Secret(std::move(key));
}

std::string apiKeyPrefix(const Secret& key)
{
    return key.prefix(kShownLength);
}

} // namespace lanyard
