#include "tokens/TextPieces.h"

#include "tokens/CharacterClass.h"

namespace lanyard {
namespace {

using Set = unsigned;

constexpr Set setOf(CharacterClass kind)
{
    return 1U << static_cast<unsigned>(kind);
}

constexpr Set kUpper = setOf(CharacterClass::UpperLetter);
constexpr Set kLower = setOf(CharacterClass::LowerLetter);
constexpr Set kCaseless = setOf(CharacterClass::PlainLetter) | setOf(CharacterClass::Mark); // stand for either case
constexpr Set kLetter = kUpper | kLower | setOf(CharacterClass::PlainLetter);
constexpr Set kNumber = setOf(CharacterClass::Number);
constexpr Set kLineBreak = setOf(CharacterClass::LineBreak);
constexpr Set kSpace = setOf(CharacterClass::Space) | kLineBreak;
constexpr Set kSymbol = setOf(CharacterClass::Other) | setOf(CharacterClass::Mark); // [^\s\p{L}\p{N}]
constexpr Set kPrefix = setOf(CharacterClass::Space) | kSymbol;                     // [^\r\n\p{L}\p{N}]

constexpr bool isIn(CharacterClass kind, Set set)
{
    return (set >> static_cast<unsigned>(kind) & 1U) != 0;
}

bool startsWith(const char* p, const char* end, Set set)
{
    return p < end && isIn(characterAt(p).kind, set);
}

const char* skip(const char* p, const char* end, Set set)
{
    while (p < end) {
        const Character character = characterAt(p);
        if (!isIn(character.kind, set))
            break;
        p = character.next;
    }
    return p;
}

const char* skipDigits(const char* p, const char* end)
{
    for (int i = 0; i < 3 && startsWith(p, end, kNumber); ++i)
        p = characterAt(p).next;
    return p;
}

/// The end of a contraction at `p`, or `p`. Without regard to case also means the long s (U+017F) in place of the s.
const char* skipContraction(const char* p, const char* end)
{
    if (end - p < 2 || *p != '\'')
        return p;
    const auto lower = [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c); };
    const char first = lower(p[1]);
    if (first == 's' || first == 't' || first == 'm' || first == 'd')
        return p + 2;
    if (end - p < 3)
        return p;
    const char second = lower(p[2]);
    const bool pair = (second == 'e' && (first == 'r' || first == 'v')) || (first == 'l' && second == 'l');
    const bool longS = p[1] == '\xC5' && p[2] == '\xBF';
    return pair || longS ? p + 3 : p;
}

/// \s*[\r\n]+ | \s+(?!\S) | \s+: up to the last line break, else all, but one is left to the word behind it.
const char* skipSpace(const char* p, const char* end)
{
    const char* const start = p;
    const char* last = p;
    const char* behindBreak = nullptr;
    while (p < end) {
        const Character character = characterAt(p);
        if (!isIn(character.kind, kSpace))
            break;
        last = p;
        p = character.next;
        if (isIn(character.kind, kLineBreak))
            behindBreak = p;
    }
    if (behindBreak)
        return behindBreak;
    return p == end || last == start ? p : last;
}

/// A cased word: [upper caseless]*[lower caseless]+, else [upper caseless]+; `p` when there is neither.
const char* skipWord(const char* p, const char* end)
{
    const char* behindCaseless = nullptr;
    while (p < end) {
        const Character character = characterAt(p);
        if (isIn(character.kind, kCaseless))
            behindCaseless = character.next;
        else if (!isIn(character.kind, kUpper))
            break;
        p = character.next;
    }
    if (startsWith(p, end, kLower))
        return skip(p, end, kLower | kCaseless);
    // Without a lower-case letter the first form has to end with a caseless one: it gives back what stands behind it.
    return behindCaseless ? behindCaseless : p;
}

bool isBlank(const char* p)
{
    return *p == ' ';
}

} // namespace

const char* cl100kPieceEnd(const char* p, const char* end)
{
    if (const char* const contraction = skipContraction(p, end); contraction != p)
        return contraction;
    const Character first = characterAt(p);
    if (isIn(first.kind, kLetter))
        return skip(first.next, end, kLetter);
    if (isIn(first.kind, kNumber))
        return skipDigits(p, end);
    if (isIn(first.kind, kPrefix) && startsWith(first.next, end, kLetter))
        return skip(first.next, end, kLetter);
    if (isIn(first.kind, kSymbol) || (isBlank(p) && startsWith(first.next, end, kSymbol)))
        return skip(skip(first.next, end, kSymbol), end, kLineBreak);
    return skipSpace(p, end);
}

const char* o200kPieceEnd(const char* p, const char* end)
{
    const Character first = characterAt(p);
    if (isIn(first.kind, kLetter | kCaseless)) // a mark could be the prefix too, to the same end
        return skipContraction(skipWord(p, end), end);
    if (isIn(first.kind, kNumber))
        return skipDigits(p, end);
    if (isIn(first.kind, kPrefix)) {
        if (const char* const word = skipWord(first.next, end); word != first.next)
            return skipContraction(word, end);
    }
    if (isIn(first.kind, kSymbol) || (isBlank(p) && startsWith(first.next, end, kSymbol))) {
        p = skip(first.next, end, kSymbol);
        while (p < end && (*p == '\r' || *p == '\n' || *p == '/'))
            ++p;
        return p;
    }
    return skipSpace(p, end);
}

} // namespace lanyard
