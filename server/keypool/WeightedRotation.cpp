#include "keypool/WeightedRotation.h"

#include <cassert>

namespace lanyard {

WeightedRotation::WeightedRotation(std::size_t slots) : m_bucketOf(slots, kOut), m_positions(slots, 0), m_credit(slots, 0) {}

std::uint32_t WeightedRotation::bucketFor(std::uint32_t weight)
{
    std::uint32_t empty = kOut;
    for (std::uint32_t i = 0; i < m_buckets.size(); ++i) {
        if (m_buckets[i].heap.empty())
            empty = i;
        else if (m_buckets[i].weight == weight)
            return i;
    }
    if (empty == kOut) {
        empty = static_cast<std::uint32_t>(m_buckets.size());
        m_buckets.emplace_back();
    }
    m_buckets[empty].weight = weight;
    m_buckets[empty].added = 0;
    return empty;
}

void WeightedRotation::add(Slot slot, std::uint32_t weight)
{
    assert(!contains(slot));
    const std::uint32_t index = bucketFor(weight);
    Bucket& bucket = m_buckets[index];
    bucket.heap.insert(m_positions, slot, m_credit[slot] - bucket.added);
    m_bucketOf[slot] = index;
    ++m_size;
    m_total += weight;
}

void WeightedRotation::remove(Slot slot)
{
    if (!contains(slot))
        return;
    m_credit[slot] = credit(slot);
    Bucket& bucket = m_buckets[m_bucketOf[slot]];
    m_total -= bucket.weight;
    --m_size;
    bucket.heap.remove(m_positions, slot);
    m_bucketOf[slot] = kOut;
    while (!m_buckets.empty() && m_buckets.back().heap.empty())
        m_buckets.pop_back();
}

void WeightedRotation::setWeight(Slot slot, std::uint32_t weight)
{
    if (!contains(slot) || m_buckets[m_bucketOf[slot]].weight == weight)
        return;
    remove(slot);
    add(slot, weight);
}

std::optional<Slot> WeightedRotation::front() const
{
    const Bucket* best = nullptr;
    std::int64_t bestCredit = 0;
    for (const Bucket& bucket : m_buckets) {
        if (bucket.heap.empty())
            continue;
        const std::int64_t afterGrowth = bucket.heap.top().key + bucket.added + bucket.weight;
        const bool better = !best || afterGrowth > bestCredit
            || (afterGrowth == bestCredit && bucket.heap.top().slot < best->heap.top().slot);
        if (better) {
            best = &bucket;
            bestCredit = afterGrowth;
        }
    }
    return best ? std::optional(best->heap.top().slot) : std::nullopt;
}

void WeightedRotation::take(Slot front)
{
    assert(contains(front));
    for (Bucket& bucket : m_buckets)
        bucket.added += bucket.weight;
    SlotHeap<std::int64_t, std::greater<>>& heap = m_buckets[m_bucketOf[front]].heap;
    heap.setKey(m_positions, front, heap.key(m_positions, front) - m_total);
}

std::int64_t WeightedRotation::credit(Slot slot) const
{
    if (!contains(slot))
        return m_credit[slot];
    const Bucket& bucket = m_buckets[m_bucketOf[slot]];
    return bucket.heap.key(m_positions, slot) + bucket.added;
}

} // namespace lanyard
