#include "providers/ToolCallIds.h"

#include <cstdint>

namespace lanyard {

std::string madeToolCallId(std::string_view requestId, std::size_t choice, std::size_t call)
{
    std::uint64_t hash = 0xCBF29CE484222325U; // FNV-1a; two requests of a conversation must differ, nothing more
    const auto mix = [&](unsigned char byte) { hash = (hash ^ byte) * 0x100000001B3U; };
    for (const char c : requestId)
        mix(static_cast<unsigned char>(c));
    mix(static_cast<unsigned char>(choice));
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string id = "call_";
    for (int shift = 60; shift >= 0; shift -= 4)
        id += kDigits[hash >> shift & 0xF];
    return id + "_" + std::to_string(call);
}

} // namespace lanyard
