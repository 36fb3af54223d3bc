#pragma once

#include <string_view>

namespace lanyard {

/// How an encoding cuts text before it merges bytes: each returns the end of the piece that begins at `p`. Written out
/// by hand from the encodings' patterns, to the same answer as a backtracking matcher's, in one pass and without
/// memory. Every byte of a text belongs to a piece.
///
/// Shape: `p` < `end`; the bytes between are well-formed UTF-8.
/// Source: `pat_str` of the npm package tiktoken 1.0.22, encoders/cl100k_base.json and o200k_base.json.
using PieceFinder = const char* (*)(const char* p, const char* end);

/// (?i:'s|'t|'re|'ve|'m|'ll|'d) | [^\r\n\p{L}\p{N}]?\p{L}+ | \p{N}{1,3} | ?[^\s\p{L}\p{N}]+[\r\n]* | \s*[\r\n]+
/// | \s+(?!\S) | \s+
const char* cl100kPieceEnd(const char* p, const char* end);

/// Words are cut where lower case meets upper case and keep their contraction; a run of punctuation takes slashes
/// along.
/// [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
/// | [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
/// | \p{N}{1,3} | ?[^\s\p{L}\p{N}]+[\r\n/]* | \s*[\r\n]+ | \s+(?!\S) | \s+
const char* o200kPieceEnd(const char* p, const char* end);

} // namespace lanyard
