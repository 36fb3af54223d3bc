#include "vault/MasterKey.h"

#include "vault/PrivateFile.h"

#include <sodium.h>

#include <algorithm>
#include <string_view>

namespace lanyard {
namespace {

constexpr std::size_t kIdBytes = 16; // BLAKE2b's shortest digest; half of it is shown
constexpr std::string_view kIdPurpose = "lanyard master key id";

Error wrongKey(const std::filesystem::path& file, const MasterKeyId& expected)
{
    return {ErrorCode::Locked, "the key in " + file.string() + " is not the one that sealed this database (key id " + expected +
                                   "): put the right file back from a backup"};
}

Error missingKey(const std::filesystem::path& file, const MasterKeyId& expected)
{
    return {ErrorCode::Locked, "the secrets are sealed with a master key that is not here (key id " + expected + "): put " +
                                   file.string() + " back from a backup"};
}

Result<MasterKey> makeFile(const std::filesystem::path& file)
{
    const MasterKey key = MasterKey::generate();
    QByteArray bytes(reinterpret_cast<const char*>(key.reveal().data()), MasterKey::kBytes);
    const Result<void> written = createPrivateFile(file, bytes);
    sodium_memzero(bytes.data(), static_cast<std::size_t>(bytes.size()));
    if (!written)
        return written.error();
    return key;
}

} // namespace

MasterKey MasterKey::generate()
{
    MasterKey key;
    randombytes_buf(key.m_bytes.data(), key.m_bytes.size());
    return key;
}

std::optional<MasterKey> MasterKey::fromBytes(const QByteArray& bytes)
{
    if (static_cast<std::size_t>(bytes.size()) != kBytes)
        return std::nullopt;
    MasterKey key;
    std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(key.m_bytes.data()));
    return key;
}

MasterKey::~MasterKey()
{
    sodium_memzero(m_bytes.data(), m_bytes.size());
}

MasterKeyId MasterKey::id() const
{
    std::array<unsigned char, kIdBytes> digest{};
    crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(kIdPurpose.data()), kIdPurpose.size(),
                       m_bytes.data(), m_bytes.size());
    std::array<char, kIdBytes + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), digest.data(), kIdBytes / 2);
    return hex.data();
}

Result<MasterKey> openMasterKeyFile(const std::filesystem::path& file, const std::optional<MasterKeyId>& expected)
{
    Result<std::optional<QByteArray>> content = readPrivateFile(file);
    if (!content)
        return content.error();
    if (!content->has_value())
        return expected ? Result<MasterKey>(missingKey(file, *expected)) : makeFile(file);
    QByteArray& bytes = **content;
    const std::optional<MasterKey> key = MasterKey::fromBytes(bytes);
    sodium_memzero(bytes.data(), static_cast<std::size_t>(bytes.size()));
    if (!key)
        return Error{ErrorCode::Corrupt, file.string() + " does not hold a master key (32 bytes): put it back from a backup"};
    if (expected && key->id() != *expected)
        return wrongKey(file, *expected);
    return *key;
}

} // namespace lanyard
