#pragma once

#include "keypool/SlotHeap.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace lanyard {

/// Smooth weighted round robin over many slots. At each turn every member's credit grows by its weight, the one with most
/// credit is chosen (the first of equal ones) and pays the sum of all weights: 5/1/1 gives a a b a c a a.
/// Weight 0 gets a turn only when nobody else is there.
///
/// Members of one weight grow alike, so their order among each other does not change by a turn: they share one heap and
/// one sum of what was added. A turn costs O(distinct weights + log n), and is exactly the plain algorithm's.
/// Source of the rule: nginx, ngx_http_upstream_get_peer.
class WeightedRotation
{
public:
    explicit WeightedRotation(std::size_t slots = 0);

    bool empty() const { return m_size == 0; }
    std::size_t size() const { return m_size; }
    bool contains(Slot slot) const { return m_bucketOf[slot] != kOut; }

    /// Comes in with the credit that it had when it left.
    void add(Slot slot, std::uint32_t weight);
    void remove(Slot slot);
    void setWeight(Slot slot, std::uint32_t weight);

    /// Whose turn it is; nobody's when empty.
    std::optional<Slot> front() const;
    /// Takes the turn of front().
    void take(Slot front);

    std::int64_t credit(Slot slot) const;
    /// Of one that is not a member.
    void setCredit(Slot slot, std::int64_t credit) { m_credit[slot] = credit; }

    /// Up to `limit` members, those near their turn rather first.
    template<class F>
    void visit(std::size_t limit, F f) const
    {
        for (const Bucket& bucket : m_buckets) {
            for (const auto& item : bucket.heap.items()) {
                if (limit-- == 0)
                    return;
                f(item.slot);
            }
        }
    }

private:
    /// All members of one weight. A member's credit is its key plus `added`.
    struct Bucket
    {
        std::uint32_t weight = 0;
        std::int64_t added = 0;
        SlotHeap<std::int64_t, std::greater<>> heap;
    };
    static constexpr std::uint32_t kOut = 0xFFFFFFFFU;

    std::uint32_t bucketFor(std::uint32_t weight);

    std::vector<Bucket> m_buckets; ///< empty ones are used again; none at the end
    std::vector<std::uint32_t> m_bucketOf;
    std::vector<std::uint32_t> m_positions;
    std::vector<std::int64_t> m_credit; ///< of those that are not members
    std::size_t m_size = 0;
    std::int64_t m_total = 0; ///< sum of the members' weights
};

} // namespace lanyard
