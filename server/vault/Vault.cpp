#include "vault/Vault.h"

#include <sodium.h>

namespace lanyard {
namespace {

constexpr char kVersion = 1;
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kHeadBytes = 1 + kNonceBytes;

std::string associatedData(SealOwner owner)
{
    return "lanyard/1/" + std::string(owner.kind) + "/" + std::to_string(owner.id);
}

std::string describe(SealOwner owner)
{
    return "the sealed secret of " + std::string(owner.kind) + " " + std::to_string(owner.id);
}

Error lockedError()
{
    return {ErrorCode::Locked, "the secrets are locked: the master key is not available"};
}

const unsigned char* bytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

} // namespace

std::optional<MasterKeyId> Vault::keyId() const
{
    return m_key ? std::optional(m_key->id()) : std::nullopt;
}

Result<QByteArray> Vault::seal(SealOwner owner, const Secret& secret) const
{
    if (!m_key)
        return lockedError();
    const std::string_view plain = secret.reveal();
    const std::string context = associatedData(owner);
    QByteArray blob(static_cast<qsizetype>(kHeadBytes + plain.size() + kTagBytes), Qt::Uninitialized);
    auto* out = reinterpret_cast<unsigned char*>(blob.data());
    out[0] = kVersion;
    randombytes_buf(out + 1, kNonceBytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + kHeadBytes, nullptr, bytes(plain), plain.size(), bytes(context), context.size(),
                                               nullptr, out + 1, m_key->reveal().data());
    return blob;
}

Result<Secret> Vault::unseal(SealOwner owner, const QByteArray& blob) const
{
    if (!m_key)
        return lockedError();
    const auto size = static_cast<std::size_t>(blob.size());
    if (size < kHeadBytes + kTagBytes)
        return Error{ErrorCode::Corrupt, describe(owner) + " is cut short"};
    if (blob.front() != kVersion)
        return Error{ErrorCode::Unsupported, describe(owner) + " was sealed by a newer Lanyard"};
    const auto* in = reinterpret_cast<const unsigned char*>(blob.constData());
    const std::string context = associatedData(owner);
    std::string plain(size - kHeadBytes - kTagBytes, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(plain.data()), nullptr, nullptr, in + kHeadBytes,
                                                   size - kHeadBytes, bytes(context), context.size(), in + 1,
                                                   m_key->reveal().data()) != 0) {
        return Error{ErrorCode::Corrupt, describe(owner) + " does not open: it was changed, or sealed with another key. Enter it again"};
    }
    return Secret(std::move(plain));
}

} // namespace lanyard
