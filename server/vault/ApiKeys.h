#pragma once

#include "base/Secret.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace lanyard {

/// What is stored of an API key: never the key.
using ApiKeyHash = std::array<std::uint8_t, 32>;

/// The installation's own secret beside its API-key hashes: a stolen database alone does not let anyone test guesses.
using ApiKeyPepper = std::array<std::uint8_t, 32>;

/// Turns presented API keys into what is stored of them: BLAKE2b-256, keyed with the pepper. Keys of ours have 128 random
/// bits, so a fast hash is enough. Any thread.
class ApiKeyHasher
{
public:
    explicit ApiKeyHasher(const ApiKeyPepper& pepper) : m_pepper(pepper) {}
    ApiKeyHash hash(std::string_view key) const;

private:
    ApiKeyPepper m_pepper;
};

/// A new API key: "sk-lan-" and 32 lower-case hexadecimal digits from the system's random source.
Secret makeApiKey();

/// What may be shown of an API key: its first characters, at most eleven ("sk-lan-0123") and never more than a third.
std::string apiKeyPrefix(const Secret& key);

} // namespace lanyard
