#include "FuzzSupport.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>

namespace lanyard::fuzz {
namespace {

void print(std::string_view text)
{
    std::fwrite(text.data(), 1, text.size(), stderr);
}

[[noreturn]] void giveUp(std::string_view what)
{
    print("\nbroken promise: ");
    print(what);
    print("\n");
    std::abort();
}

} // namespace

void require(bool holds, std::string_view what)
{
    if (!holds)
        giveUp(what);
}

void requireEqual(std::string_view whole, std::string_view other, std::string_view what)
{
    if (whole == other)
        return;
    print("--- one:\n");
    print(whole);
    print("\n--- the other:\n");
    print(other);
    giveUp(what);
}

ExactCopy::ExactCopy(std::string_view bytes) : m_bytes(new char[bytes.size()]), m_size(bytes.size())
{
    if (!bytes.empty())
        std::memcpy(m_bytes.get(), bytes.data(), bytes.size());
}

CutInput::CutInput(std::string_view input)
{
    const std::size_t mark = input.rfind('\xFF');
    bytes = input.substr(0, mark);
    lengths = mark == std::string_view::npos ? std::string_view() : input.substr(mark + 1);
}

std::vector<std::string_view> CutInput::asBytes() const
{
    std::vector<std::string_view> pieces;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        pieces.push_back(bytes.substr(i, 1));
    return pieces;
}

std::vector<std::string_view> CutInput::asCut() const
{
    if (lengths.empty())
        return asOnePiece();
    std::vector<std::string_view> pieces;
    std::string_view rest = bytes;
    for (std::size_t i = 0; !rest.empty(); ++i) {
        const auto length = static_cast<unsigned char>(lengths[i % lengths.size()]);
        pieces.push_back(rest.substr(0, std::max<std::size_t>(length, 1)));
        rest.remove_prefix(pieces.back().size());
    }
    return pieces;
}

bool liesInside(std::string_view part, std::string_view whole)
{
    const std::less_equal<const char*> notBehind;
    return part.empty() ||
           (notBehind(whole.data(), part.data()) && notBehind(part.data() + part.size(), whole.data() + whole.size()));
}

} // namespace lanyard::fuzz
