#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace lanyard {

/// A credential's place in its pool: its index in the order of the file.
using Slot = std::uint32_t;

/// A binary heap of slots whose keys can change. `Before(a, b)`: a stands nearer to the top; equal keys: the smaller slot.
/// The positions are the owner's, so that several heaps that share no slot can share one table.
template<class Key, class Before = std::less<Key>>
class SlotHeap
{
public:
    using Positions = std::vector<std::uint32_t>;
    struct Item
    {
        Key key;
        Slot slot;
    };

    bool empty() const { return m_items.empty(); }
    std::size_t size() const { return m_items.size(); }
    const Item& top() const { return m_items.front(); }
    const std::vector<Item>& items() const { return m_items; } ///< heap order

    void insert(Positions& positions, Slot slot, Key key)
    {
        m_items.push_back({key, slot});
        positions[slot] = static_cast<std::uint32_t>(m_items.size() - 1);
        rise(positions, m_items.size() - 1);
    }
    void remove(Positions& positions, Slot slot)
    {
        const std::size_t hole = positions[slot];
        assert(m_items[hole].slot == slot);
        if (hole + 1 != m_items.size()) {
            place(positions, hole, m_items.back());
            m_items.pop_back();
            settle(positions, hole);
        } else {
            m_items.pop_back();
        }
    }
    const Key& key(const Positions& positions, Slot slot) const { return m_items[positions[slot]].key; }
    void setKey(Positions& positions, Slot slot, Key key)
    {
        m_items[positions[slot]].key = key;
        settle(positions, positions[slot]);
    }

private:
    static bool isBefore(const Item& a, const Item& b)
    {
        const Before before;
        return before(a.key, b.key) || (!before(b.key, a.key) && a.slot < b.slot);
    }
    void place(Positions& positions, std::size_t index, Item item)
    {
        positions[item.slot] = static_cast<std::uint32_t>(index);
        m_items[index] = std::move(item);
    }
    void settle(Positions& positions, std::size_t index)
    {
        if (index > 0 && isBefore(m_items[index], m_items[(index - 1) / 2]))
            rise(positions, index);
        else
            sink(positions, index);
    }
    void rise(Positions& positions, std::size_t index)
    {
        const Item item = m_items[index];
        while (index > 0 && isBefore(item, m_items[(index - 1) / 2])) {
            place(positions, index, m_items[(index - 1) / 2]);
            index = (index - 1) / 2;
        }
        place(positions, index, item);
    }
    void sink(Positions& positions, std::size_t index)
    {
        const Item item = m_items[index];
        for (;;) {
            std::size_t child = index * 2 + 1;
            if (child >= m_items.size())
                break;
            if (child + 1 < m_items.size() && isBefore(m_items[child + 1], m_items[child]))
                ++child;
            if (!isBefore(m_items[child], item))
                break;
            place(positions, index, m_items[child]);
            index = child;
        }
        place(positions, index, item);
    }

    std::vector<Item> m_items;
};

/// A SlotHeap with positions of its own: which slots are in it can be asked.
template<class Key, class Before = std::less<Key>>
class SlotQueue
{
public:
    explicit SlotQueue(std::size_t slots = 0) : m_positions(slots, kOut) {}

    bool empty() const { return m_heap.empty(); }
    std::size_t size() const { return m_heap.size(); }
    bool contains(Slot slot) const { return m_positions[slot] != kOut; }
    const auto& top() const { return m_heap.top(); }
    const auto& items() const { return m_heap.items(); }
    const Key& key(Slot slot) const { return m_heap.key(m_positions, slot); }

    void set(Slot slot, Key key)
    {
        if (contains(slot))
            m_heap.setKey(m_positions, slot, key);
        else
            m_heap.insert(m_positions, slot, key);
    }
    void remove(Slot slot)
    {
        if (!contains(slot))
            return;
        m_heap.remove(m_positions, slot);
        m_positions[slot] = kOut;
    }

private:
    static constexpr std::uint32_t kOut = 0xFFFFFFFFU;
    std::vector<std::uint32_t> m_positions;
    SlotHeap<Key, Before> m_heap;
};

} // namespace lanyard
