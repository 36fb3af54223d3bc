#pragma once

#include "base/Result.h"

#include <QByteArray>

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace lanyard {

/// Names a master key without telling it: 16 hexadecimal digits of its hash. The database keeps it.
using MasterKeyId = std::string;

/// The 32 bytes that seal every secret of an installation. Wiped when it goes; does not print.
class MasterKey
{
public:
    static constexpr std::size_t kBytes = 32;
    using Bytes = std::array<std::uint8_t, kBytes>;

    static MasterKey generate();
    /// Nothing unless there are exactly 32 bytes.
    static std::optional<MasterKey> fromBytes(const QByteArray& bytes);

    MasterKey(const MasterKey&) = default;
    MasterKey& operator=(const MasterKey&) = default;
    ~MasterKey();

    const Bytes& reveal() const { return m_bytes; }
    MasterKeyId id() const;

private:
    MasterKey() = default;
    Bytes m_bytes{};
};

/// The key in the 0600 file. `expected` is the key's id as the database names it, nothing for a new database; only then
/// is a key made.
/// Errors: Locked (no file, or another key in it), Corrupt (not 32 bytes), Forbidden (others may read it), Io.
Result<MasterKey> openMasterKeyFile(const std::filesystem::path& file, const std::optional<MasterKeyId>& expected);

} // namespace lanyard
