#pragma once

#include "tokens/Vocabulary.h"

#include <string_view>
#include <vector>

namespace lanyard {

/// Byte pair encoding of one piece of text: starting from single bytes, the two neighbours whose joined bytes have the
/// lowest rank become one, the leftmost first, until no neighbours are a token together.
///
/// Short pieces are searched anew for each merge, longer ones keep their pairs in a heap: n log n. A piece longer than
/// kWindow (no text has such a word) is merged in windows, each begun at a token's end well before the last one's cut,
/// so that time and memory stay linear whatever comes.
///
/// Owns: its working memory, at most 12 MiB. One thread at a time.
class PairMerger
{
public:
    static constexpr std::size_t kWindow = 256 * 1024;

    /// `window` of at least 4096 bytes.
    explicit PairMerger(const Vocabulary& vocabulary, std::size_t window = kWindow)
        : m_vocabulary(vocabulary), m_window(window)
    {}

    /// The tokens of `piece`, appended to `out` unless that is null. Gives their number.
    std::size_t merge(std::string_view piece, std::vector<TokenRank>* out);

private:
    struct Part
    {
        std::uint32_t start;
        TokenRank joined; ///< rank of this part and the next as one token
    };

    void mergeBySearch(std::string_view piece);
    void mergeByHeap(std::string_view piece);
    void pushPair(std::uint32_t start, TokenRank rank);
    TokenRank joinedRank(std::string_view piece, std::uint32_t start) const;
    std::size_t take(std::string_view piece, std::size_t upTo, std::vector<TokenRank>* out, std::size_t& taken) const;

    const Vocabulary& m_vocabulary;
    std::size_t m_window;
    std::vector<Part> m_parts; ///< what is left after merging, and one at the end of the piece
    // The heap's view of a piece. A part is known by its first byte.
    std::vector<std::uint64_t> m_heap;   ///< rank, then start; entries whose rank has changed since are passed over
    std::vector<std::uint32_t> m_next;   ///< start of the part behind
    std::vector<std::uint32_t> m_before; ///< start of the part before
    std::vector<TokenRank> m_joined;     ///< as Part::joined; kNone also for a part that was swallowed
};

} // namespace lanyard
