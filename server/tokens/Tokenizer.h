#pragma once

#include "tokens/TextPieces.h"
#include "tokens/Vocabulary.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace lanyard {

/// OpenAI's encodings that models of today use. Named in lower case with "_base" behind by their makers.
enum class Encoding : std::uint8_t { Cl100k, O200k };

/// Counts tokens as the model itself does: equal to tiktoken's encode_ordinary() on every text (tests/e2e/tokens shows
/// it). Names of special tokens ("<|endoftext|>") are plain text here, as they are in a request's messages. Bytes that
/// are no UTF-8 count as the U+FFFD that a reader puts in their place, see WellFormedText.
///
/// Linear in the text, whatever stands in it. Shared by all threads; a call's working memory is its own.
class Tokenizer
{
public:
    /// The one of this encoding. The first call unpacks its vocabulary, about 20 ms.
    static const Tokenizer& of(Encoding encoding);
    /// The same, or null while nobody has called of(): for threads that must not stop.
    static const Tokenizer* ifLoaded(Encoding encoding);

    explicit Tokenizer(Encoding encoding);

    std::size_t count(std::string_view text) const;
    std::vector<TokenRank> encode(std::string_view text) const;
    const Vocabulary& vocabulary() const { return m_vocabulary; }

private:
    std::size_t run(std::string_view text, std::vector<TokenRank>* out) const;

    PieceFinder m_pieceEnd;
    Vocabulary m_vocabulary;
};

} // namespace lanyard
