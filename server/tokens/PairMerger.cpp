#include "tokens/PairMerger.h"

#include <algorithm>
#include <functional>

namespace lanyard {
namespace {

constexpr std::size_t kSearchedBytes = 128; ///< up to here looking through all pairs is quicker than a heap
constexpr std::size_t kOverlap = 2048; ///< so far before its cut nothing of a window depends on what is behind the cut

} // namespace

std::size_t PairMerger::merge(std::string_view piece, std::vector<TokenRank>* out)
{
    std::size_t count = 0;
    while (piece.size() > m_window) {
        mergeByHeap(piece.substr(0, m_window));
        std::size_t taken = 0;
        count += take(piece, m_window - kOverlap, out, taken);
        piece.remove_prefix(taken);
    }
    if (piece.size() <= kSearchedBytes)
        mergeBySearch(piece);
    else
        mergeByHeap(piece);
    std::size_t taken = 0;
    return count + take(piece, piece.size(), out, taken);
}

/// Hands over the parts that end at or before `upTo`.
std::size_t PairMerger::take(std::string_view piece, std::size_t upTo, std::vector<TokenRank>* out,
                             std::size_t& taken) const
{
    std::size_t count = 0;
    for (; count + 1 < m_parts.size() && m_parts[count + 1].start <= upTo; ++count) {
        taken = m_parts[count + 1].start;
        if (out)
            out->push_back(m_vocabulary.find(piece.substr(m_parts[count].start, taken - m_parts[count].start)));
    }
    return count;
}

void PairMerger::mergeBySearch(std::string_view piece)
{
    const auto size = static_cast<std::uint32_t>(piece.size());
    m_parts.clear();
    for (std::uint32_t i = 0; i < size; ++i)
        m_parts.push_back({i, i + 1 < size ? m_vocabulary.find(piece.substr(i, 2)) : Vocabulary::kNone});
    m_parts.push_back({size, Vocabulary::kNone});

    const auto joined = [&](std::size_t i) { // part i and the one behind it
        if (i + 2 >= m_parts.size())
            return Vocabulary::kNone;
        return m_vocabulary.find(piece.substr(m_parts[i].start, m_parts[i + 2].start - m_parts[i].start));
    };
    for (;;) {
        const auto least = std::min_element(m_parts.begin(), m_parts.end(),
                                            [](const Part& a, const Part& b) { return a.joined < b.joined; });
        if (least->joined == Vocabulary::kNone)
            return;
        const auto i = static_cast<std::size_t>(least - m_parts.begin());
        m_parts.erase(least + 1);
        m_parts[i].joined = joined(i);
        if (i > 0)
            m_parts[i - 1].joined = joined(i - 1);
    }
}

void PairMerger::pushPair(std::uint32_t start, TokenRank rank)
{
    m_joined[start] = rank;
    if (rank == Vocabulary::kNone)
        return;
    m_heap.push_back(std::uint64_t{rank} << 32 | start);
    std::push_heap(m_heap.begin(), m_heap.end(), std::greater<>());
}

TokenRank PairMerger::joinedRank(std::string_view piece, std::uint32_t start) const
{
    const std::uint32_t second = m_next[start];
    if (second == piece.size())
        return Vocabulary::kNone;
    return m_vocabulary.find(piece.substr(start, m_next[second] - start));
}

void PairMerger::mergeByHeap(std::string_view piece)
{
    const auto size = static_cast<std::uint32_t>(piece.size());
    m_next.resize(size);
    m_before.resize(size);
    m_joined.resize(size);
    m_heap.clear();
    for (std::uint32_t i = 0; i < size; ++i) {
        m_next[i] = i + 1;
        m_before[i] = i - 1;
        m_joined[i] = i + 1 < size ? m_vocabulary.find(piece.substr(i, 2)) : Vocabulary::kNone;
        if (m_joined[i] != Vocabulary::kNone)
            m_heap.push_back(std::uint64_t{m_joined[i]} << 32 | i);
    }
    std::make_heap(m_heap.begin(), m_heap.end(), std::greater<>());

    while (!m_heap.empty()) {
        const std::uint64_t least = m_heap.front();
        std::pop_heap(m_heap.begin(), m_heap.end(), std::greater<>());
        m_heap.pop_back();
        const auto start = static_cast<std::uint32_t>(least);
        if (m_joined[start] != static_cast<TokenRank>(least >> 32))
            continue;
        const std::uint32_t swallowed = m_next[start];
        m_joined[swallowed] = Vocabulary::kNone;
        m_next[start] = m_next[swallowed];
        if (m_next[start] < size)
            m_before[m_next[start]] = start;
        pushPair(start, joinedRank(piece, start));
        if (start > 0)
            pushPair(m_before[start], joinedRank(piece, m_before[start]));
    }
    m_parts.clear();
    for (std::uint32_t i = 0; i < size; i = m_next[i])
        m_parts.push_back({i, Vocabulary::kNone});
    m_parts.push_back({size, Vocabulary::kNone});
}

} // namespace lanyard
