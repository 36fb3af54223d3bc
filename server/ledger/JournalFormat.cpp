#include "ledger/JournalFormat.h"

#include <sodium.h>

#include <atomic>
#include <bit>
#include <cassert>
#include <cstring>

namespace lanyard {
namespace {

constexpr std::uint16_t kMagic = 0x4A4C;
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kChecksumAt = 8;
constexpr std::size_t kCheckedFrom = 12;

// The commit word lies in mapped memory, where no std::atomic object was made; every platform of ours has the plain
// 8-byte layout that this needs.
static_assert(sizeof(std::atomic<std::uint64_t>) == 8 && std::atomic<std::uint64_t>::is_always_lock_free);

std::uint64_t littleEndian(std::uint64_t value)
{
    if constexpr (std::endian::native == std::endian::little)
        return value;
    std::uint64_t swapped = 0;
    for (int i = 0; i < 8; ++i)
        swapped |= ((value >> (8 * i)) & 0xFF) << (56 - 8 * i);
    return swapped;
}

class Writer
{
public:
    explicit Writer(std::uint8_t* at) : m_at(at) {}

    template<class T>
    void number(T value)
    {
        const std::uint64_t wide = littleEndian(static_cast<std::uint64_t>(value));
        std::memcpy(m_at, &wide, sizeof(T)); // little-endian: the low bytes come first
        m_at += sizeof(T);
    }
    template<std::size_t N>
    void bytes(const std::array<std::uint8_t, N>& value)
    {
        std::memcpy(m_at, value.data(), N);
        m_at += N;
    }
    const std::uint8_t* at() const { return m_at; }

private:
    std::uint8_t* m_at;
};

class Reader
{
public:
    explicit Reader(const std::uint8_t* at) : m_at(at) {}

    template<class T>
    T number()
    {
        std::uint64_t wide = 0;
        std::memcpy(&wide, m_at, sizeof(T));
        m_at += sizeof(T);
        return static_cast<T>(littleEndian(wide));
    }
    template<std::size_t N>
    void bytes(std::array<std::uint8_t, N>& value)
    {
        std::memcpy(value.data(), m_at, N);
        m_at += N;
    }

private:
    const std::uint8_t* m_at;
};

/// SipHash-2-4 with a key that everybody knows: against accidents, not against people. Half of it is stored.
std::uint32_t checksum(std::uint64_t sequence, const std::uint8_t* slot)
{
    static_assert(crypto_shorthash_BYTES == sizeof(std::uint64_t));
    constexpr std::array<std::uint8_t, crypto_shorthash_KEYBYTES> kKey{'l', 'a', 'n', 'y', 'a', 'r', 'd', ' ',
                                                                       'j', 'o', 'u', 'r', 'n', 'a', 'l', '1'};
    std::array<std::uint8_t, sizeof(sequence) + kJournalSlotBytes - kCheckedFrom> checked;
    const std::uint64_t stored = littleEndian(sequence);
    std::memcpy(checked.data(), &stored, sizeof(stored));
    std::memcpy(checked.data() + sizeof(stored), slot + kCheckedFrom, kJournalSlotBytes - kCheckedFrom);
    std::uint64_t hash = 0;
    crypto_shorthash(reinterpret_cast<unsigned char*>(&hash), checked.data(), checked.size(), kKey.data());
    return static_cast<std::uint32_t>(littleEndian(hash));
}

void encodeFields(const JournalRecord& r, std::uint8_t* from)
{
    Writer out(from);
    out.number(kMagic);
    out.number(kVersion);
    out.number(static_cast<std::uint8_t>(r.kind));
    out.number(r.exchange.value);
    out.number(static_cast<std::int64_t>(r.time.time_since_epoch().count()));
    out.number(r.user.value);
    out.number(r.key.value);
    out.number(r.group.value);
    out.number(r.model.value);
    out.bytes(r.requestId);
    out.bytes(r.peer);
    out.number(r.provider.value);
    out.number(r.credential.value);
    out.number(r.status);
    out.number(static_cast<std::uint8_t>(r.outcome));
    out.number(static_cast<std::uint8_t>(r.failure));
    out.number(r.attempts);
    out.number(static_cast<std::uint8_t>(r.streamed));
    out.number(static_cast<std::uint8_t>(r.usage.basis));
    out.number(r.usage.images);
    for (const std::uint64_t tokens : r.usage.tokens)
        out.number(tokens);
    out.number(r.cost.nano());
    out.number(r.upstreamCost.nano());
    out.number(r.absorbed.nano());
    out.number(r.firstByteMs);
    out.number(r.totalMs);
    assert(out.at() == from + (kJournalSlotBytes - kCheckedFrom));
}

void decodeFields(Reader in, JournalRecord& r)
{
    r.exchange.value = in.number<std::uint64_t>();
    r.time = WallTime{std::chrono::milliseconds{in.number<std::int64_t>()}};
    r.user.value = in.number<std::uint32_t>();
    r.key.value = in.number<std::uint32_t>();
    r.group.value = in.number<std::uint32_t>();
    r.model.value = in.number<std::uint32_t>();
    in.bytes(r.requestId);
    in.bytes(r.peer);
    r.provider.value = in.number<std::uint32_t>();
    r.credential.value = in.number<std::uint32_t>();
    r.status = in.number<std::uint16_t>();
    r.outcome = static_cast<Outcome>(in.number<std::uint8_t>());
    r.failure = static_cast<FailureClass>(in.number<std::uint8_t>());
    r.attempts = in.number<std::uint8_t>();
    r.streamed = in.number<std::uint8_t>() != 0;
    r.usage.basis = static_cast<UsageBasis>(in.number<std::uint8_t>());
    r.usage.images = in.number<std::uint8_t>();
    for (std::uint64_t& tokens : r.usage.tokens)
        tokens = in.number<std::uint64_t>();
    r.cost = Money::fromNano(in.number<std::int64_t>());
    r.upstreamCost = Money::fromNano(in.number<std::int64_t>());
    r.absorbed = Money::fromNano(in.number<std::int64_t>());
    r.firstByteMs = in.number<std::uint32_t>();
    r.totalMs = in.number<std::uint32_t>();
}

} // namespace

void encodeJournalRecord(const JournalRecord& record, std::uint64_t sequence, JournalSlot slot)
{
    encodeFields(record, slot.data() + kCheckedFrom);
    Writer(slot.data() + kChecksumAt).number(checksum(sequence, slot.data()));
    auto* commit = reinterpret_cast<std::atomic<std::uint64_t>*>(slot.data());
    commit->store(littleEndian(sequence), std::memory_order_release);
}

SlotState decodeJournalRecord(ConstJournalSlot slot, std::uint64_t expectedSequence, JournalRecord& record)
{
    const auto* commit = reinterpret_cast<const std::atomic<std::uint64_t>*>(slot.data());
    const std::uint64_t sequence = littleEndian(commit->load(std::memory_order_acquire));
    if (sequence == 0)
        return SlotState::Empty;
    if (sequence != expectedSequence || Reader(slot.data() + kChecksumAt).number<std::uint32_t>() != checksum(sequence, slot.data()))
        return SlotState::Damaged;
    Reader in(slot.data() + kCheckedFrom);
    if (in.number<std::uint16_t>() != kMagic)
        return SlotState::Damaged;
    const auto version = in.number<std::uint8_t>();
    const auto kind = in.number<std::uint8_t>();
    if (version != kVersion || kind < static_cast<std::uint8_t>(JournalKind::Open) || kind > static_cast<std::uint8_t>(JournalKind::Settled))
        return SlotState::Unknown;
    record.kind = static_cast<JournalKind>(kind);
    decodeFields(in, record);
    return SlotState::Record;
}

} // namespace lanyard
