#pragma once

#include "base/Result.h"
#include "base/Secret.h"
#include "vault/MasterKey.h"

#include <QByteArray>

#include <cstdint>
#include <optional>
#include <string_view>

namespace lanyard {

/// Whose secret a sealed blob is. It is part of what the seal protects, so that a blob copied into another row does not
/// open.
struct SealOwner
{
    std::string_view kind; ///< "credential", "proxy"
    std::uint32_t id = 0;
};

/// Seals secrets for the database and opens them again: XChaCha20-Poly1305 under the master key, a random nonce each.
/// Without a master key it is locked.
///
/// Shape: version byte 1, nonce (24 bytes), ciphertext and tag.
/// Lives in: the store thread.
class Vault
{
public:
    Vault() = default;
    explicit Vault(MasterKey key) : m_key(std::move(key)) {}

    bool locked() const { return !m_key.has_value(); }
    void unlock(MasterKey key) { m_key = std::move(key); }
    std::optional<MasterKeyId> keyId() const;

    /// Errors: Locked.
    Result<QByteArray> seal(SealOwner owner, const Secret& secret) const;
    /// Errors: Locked, Corrupt (changed, of another owner or another key), Unsupported (a newer blob version).
    Result<Secret> unseal(SealOwner owner, const QByteArray& blob) const;

private:
    std::optional<MasterKey> m_key;
};

} // namespace lanyard
