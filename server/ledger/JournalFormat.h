#pragma once

#include "base/Result.h"
#include "ledger/JournalRecord.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace lanyard {

/// The journal's on-disk form. A segment is a file of equal slots; a slot holds one record.
///
/// Shape of a slot, little-endian, offsets in bytes:
///     0  u64 sequence number, from 1, of the whole lane; 0 = empty. Written last: its presence is the commit
///     8  u32 checksum (SipHash-2-4, its low half) of the sequence number and of bytes 12..191
///    12  u16 magic 0x4A4C ("LJ"), u8 format version (1), u8 kind
///    16  u64 exchange, i64 time (ms since 1970 UTC)
///    32  u32 user, key, group, model
///    48  16 bytes request id, 16 bytes peer address
///    80  u32 provider, credential
///    88  u16 status, u8 outcome, failure, attempts, streamed, usage basis, pictures
///    96  8 x u64 token buckets
///   160  i64 cost, upstream cost (nano-USD)
///   176  i64 absorbed (nano-USD), u32 first byte ms, u32 total ms  (ends at 192)
inline constexpr std::size_t kJournalSlotBytes = 192;
inline constexpr std::size_t kJournalSegmentBytes = std::size_t{1} << 20;
inline constexpr std::uint64_t kJournalSlotsPerSegment = kJournalSegmentBytes / kJournalSlotBytes;

using JournalSlot = std::span<std::uint8_t, kJournalSlotBytes>;
using ConstJournalSlot = std::span<const std::uint8_t, kJournalSlotBytes>;

/// The sequence number that belongs into a slot: position is part of what a reader checks.
constexpr std::uint64_t journalSequence(std::uint64_t segment, std::uint64_t slot)
{
    return segment * kJournalSlotsPerSegment + slot + 1;
}

/// Writes the record, its commit last with release order. `slot` must be aligned to 8 bytes.
void encodeJournalRecord(const JournalRecord& record, std::uint64_t sequence, JournalSlot slot);

enum class SlotState : std::uint8_t {
    Empty,    ///< never committed (also: a record that was being written when the process died)
    Record,
    Damaged,  ///< committed, but fails its checks
    Unknown,  ///< checks out, but of a newer format
};

/// Reads the commit with acquire order first, so a slot may be read while its writer works. `record` is set for Record.
SlotState decodeJournalRecord(ConstJournalSlot slot, std::uint64_t expectedSequence, JournalRecord& record);

} // namespace lanyard
