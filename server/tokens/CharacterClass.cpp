#include "tokens/CharacterClass.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace lanyard {
namespace {

#include "tokens/CharacterTable.inc"

constexpr std::uint32_t kBlockSize = sizeof(kBlocks[0]) - 1;
static_assert(kBlockSize == 128 && kBlockOf[0] == 0, "block 0 is ASCII");

constexpr CharacterClass at(std::uint32_t block, std::uint32_t place)
{
    return static_cast<CharacterClass>(kBlocks[block][place] - '0');
}

} // namespace

CharacterClass characterClass(std::uint32_t codePoint)
{
    return at(codePoint < kIndexedCodes ? kBlockOf[codePoint / kBlockSize] : kLastBlock, codePoint % kBlockSize);
}

Character characterAt(const char* p)
{
    const auto byte = [p](int i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(p[i])); };
    const std::uint32_t first = byte(0);
    if (first < 0x80)
        return {at(0, first), p + 1};
    if (first < 0xE0)
        return {characterClass((first & 0x1F) << 6 | (byte(1) & 0x3F)), p + 2};
    if (first < 0xF0)
        return {characterClass((first & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F)), p + 3};
    return {characterClass((first & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F)),
            p + 4};
}

} // namespace lanyard
