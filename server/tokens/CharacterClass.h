#pragma once

#include <cstdint>

namespace lanyard {

/// What the encodings' patterns tell apart. The digits of CharacterTable.inc are these values.
enum class CharacterClass : std::uint8_t {
    Other,       ///< punctuation, symbols, controls, what is not assigned
    UpperLetter, ///< Lu, Lt
    LowerLetter, ///< Ll
    PlainLetter, ///< Lm, Lo
    Mark,        ///< M
    Number,      ///< N
    Space,       ///< White_Space but for the two below
    LineBreak,   ///< CR, LF
};

/// By Unicode 16.0, as the reference knows it. Any value may be asked.
CharacterClass characterClass(std::uint32_t codePoint);

/// One character of well-formed UTF-8.
struct Character
{
    CharacterClass kind;
    const char* next; ///< the character behind it
};

/// Shape: `p` stands at the first byte of a whole character.
Character characterAt(const char* p);

} // namespace lanyard
