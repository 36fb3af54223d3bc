#include "tokens/Vocabulary.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

namespace lanyard {
namespace {

constexpr std::uint32_t kRankBits = 18;
constexpr std::uint32_t kRankMask = (1U << kRankBits) - 1;
constexpr std::size_t kCountBytes = 4;

std::uint64_t load64(const char* p)
{
    std::uint64_t value;
    std::memcpy(&value, p, sizeof value);
    return value;
}

std::uint32_t load32(const char* p)
{
    std::uint32_t value;
    std::memcpy(&value, p, sizeof value);
    return value;
}

/// Up to eight bytes as a number; two reads that overlap beat a loop.
std::uint64_t loadShort(const char* p, std::size_t size)
{
    if (size >= 4)
        return load32(p) | std::uint64_t{load32(p + size - 4)} << 32;
    const auto byte = [p](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(p[i])}; };
    return byte(0) | byte(size / 2) << 8 | byte(size - 1) << 16;
}

std::uint64_t mixed(std::uint64_t value)
{
    value *= 0x9E3779B97F4A7C15U;
    return value ^ value >> 32;
}

std::uint64_t hashOf(std::string_view bytes)
{
    const char* p = bytes.data();
    std::size_t size = bytes.size();
    std::uint64_t hash = size;
    while (size > 8) {
        hash = mixed(hash ^ load64(p));
        p += 8;
        size -= 8;
    }
    return mixed(mixed(hash ^ loadShort(p, size)));
}

std::uint32_t tagOf(std::uint64_t hash)
{
    return static_cast<std::uint32_t>(hash >> 32) & ~kRankMask;
}

} // namespace

Result<Vocabulary> Vocabulary::load(const QByteArray& packed)
{
    const Error broken{ErrorCode::Internal, "a token table of this program is damaged; install the program again"};
    Vocabulary made;
    made.m_file = qUncompress(packed);
    const auto size = static_cast<std::size_t>(made.m_file.size());
    if (size < kCountBytes)
        return broken;
    const auto* const file = reinterpret_cast<const unsigned char*>(made.m_file.constData());
    const std::size_t count = file[0] | file[1] << 8 | file[2] << 16 | static_cast<std::size_t>(file[3]) << 24;
    if (count == 0 || count >= kRankMask || size < kCountBytes + count)
        return broken;
    const unsigned char* const lengths = file + kCountBytes;
    if (size != kCountBytes + count + std::accumulate(lengths, lengths + count, std::size_t{0}))
        return broken;

    made.m_bytes = made.m_file.constData() + kCountBytes + count;
    made.m_longest = *std::max_element(lengths, lengths + count);
    made.m_starts.resize(count + 1);
    for (std::size_t i = 0; i < count; ++i)
        made.m_starts[i + 1] = made.m_starts[i] + lengths[i];
    const std::size_t slots = std::bit_ceil(count + count / 4); // at most four fifths are taken
    made.m_slots.resize(slots);
    made.m_slotMask = static_cast<std::uint32_t>(slots - 1);
    for (TokenRank rank = 0; rank < count; ++rank)
        made.insert(rank);
    return made;
}

std::string_view Vocabulary::bytes(TokenRank rank) const
{
    return {m_bytes + m_starts[rank], m_starts[rank + 1] - m_starts[rank]};
}

void Vocabulary::insert(TokenRank rank)
{
    const std::uint64_t hash = hashOf(bytes(rank));
    auto place = static_cast<std::uint32_t>(hash) & m_slotMask;
    while (m_slots[place] != 0)
        place = (place + 1) & m_slotMask;
    m_slots[place] = tagOf(hash) | (rank + 1);
}

TokenRank Vocabulary::find(std::string_view wanted) const
{
    if (wanted.empty() || wanted.size() > m_longest)
        return kNone;
    const std::uint64_t hash = hashOf(wanted);
    const std::uint32_t tag = tagOf(hash);
    for (auto place = static_cast<std::uint32_t>(hash) & m_slotMask; m_slots[place] != 0;
         place = (place + 1) & m_slotMask) {
        const std::uint32_t slot = m_slots[place];
        if ((slot & ~kRankMask) == tag && bytes((slot & kRankMask) - 1) == wanted)
            return (slot & kRankMask) - 1;
    }
    return kNone;
}

std::size_t Vocabulary::memoryBytes() const
{
    return static_cast<std::size_t>(m_file.capacity()) +
           (m_starts.capacity() + m_slots.capacity()) * sizeof(std::uint32_t);
}

} // namespace lanyard
