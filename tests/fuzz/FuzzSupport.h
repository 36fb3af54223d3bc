#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard::fuzz {

/// Ends the program with `what`, the promise that was broken: libFuzzer keeps the input, the replay names the file.
void require(bool holds, std::string_view what);
/// The same; shows both texts.
void requireEqual(std::string_view whole, std::string_view other, std::string_view what);

/// A copy in memory of exactly its size, so that AddressSanitizer sees the first byte read behind it.
class ExactCopy
{
public:
    explicit ExactCopy(std::string_view bytes);
    std::string_view view() const { return {m_bytes.get(), m_size}; }

private:
    std::unique_ptr<char[]> m_bytes;
    std::size_t m_size;
};

/// What a stream target gets: bytes, and where they are cut. The last 0xFF, which occurs in no text, separates them: every
/// byte behind it is the length of a piece, over and over. So a file taken from real life is an input as it is.
struct CutInput
{
    std::string_view bytes;
    std::string_view lengths;

    explicit CutInput(std::string_view input);

    std::vector<std::string_view> asOnePiece() const { return {bytes}; }
    std::vector<std::string_view> asBytes() const;
    std::vector<std::string_view> asCut() const;
};

/// True when `part` lies inside `whole`; an empty one does anywhere.
bool liesInside(std::string_view part, std::string_view whole);

} // namespace lanyard::fuzz
