#pragma once

#include "base/Result.h"

#include <QByteArray>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace lanyard {

/// The number of a token; merges are made in this order.
using TokenRank = std::uint32_t;

/// All tokens of an encoding, found by their bytes. Immutable once loaded, so any thread may ask.
///
/// Owns: its tables, 3.3 MiB for o200k_base and 1.6 MiB for cl100k_base.
class Vocabulary
{
public:
    static constexpr TokenRank kNone = UINT32_MAX;

    /// `packed` is a .vocab file (resources/tokens). Errors: Internal, it is not one.
    static Result<Vocabulary> load(const QByteArray& packed);

    std::size_t size() const { return m_starts.size() - 1; }
    std::size_t longestToken() const { return m_longest; }
    std::string_view bytes(TokenRank rank) const;

    /// The token that is exactly these bytes, or kNone.
    TokenRank find(std::string_view bytes) const;

    std::size_t memoryBytes() const;

private:
    Vocabulary() = default;
    void insert(TokenRank rank);

    QByteArray m_file;                   ///< unpacked; holds the tokens' bytes
    const char* m_bytes = nullptr;       ///< into m_file
    std::vector<std::uint32_t> m_starts; ///< of each token in m_bytes, and the end
    std::vector<std::uint32_t> m_slots;  ///< open addressing: 14 bits of the hash, 18 bits of rank + 1; 0 is free
    std::uint32_t m_slotMask = 0;
    std::size_t m_longest = 0;
};

} // namespace lanyard
