#include "ledger/JournalFormat.h"

#include "LedgerDoubles.h"
#include "support/TestMain.h"

#include <sodium.h>

#include <cstring>

using namespace lanyard;
using namespace lanyard::test;

namespace {

struct alignas(8) SlotBytes
{
    std::array<std::uint8_t, kJournalSlotBytes> bytes{};
    JournalSlot span() { return bytes; }
};

void sealAgain(SlotBytes& slot)
{
    std::array<std::uint8_t, kJournalSlotBytes - 4> checked{};
    std::memcpy(checked.data(), slot.bytes.data(), 8);
    std::memcpy(checked.data() + 8, slot.bytes.data() + 12, kJournalSlotBytes - 12);
    std::array<std::uint8_t, 8> hash{};
    crypto_shorthash(hash.data(), checked.data(), checked.size(), reinterpret_cast<const unsigned char*>("lanyard journal1"));
    std::memcpy(slot.bytes.data() + 8, hash.data(), 4);
}

} // namespace

class tst_JournalFormat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFieldComesBackExactly()
    {
        std::mt19937_64 random(1);
        for (int i = 0; i < 10'000; ++i) {
            const JournalRecord written = randomRecord(random);
            SlotBytes slot;
            encodeJournalRecord(written, static_cast<std::uint64_t>(i) + 1, slot.span());
            JournalRecord read;
            QVERIFY(decodeJournalRecord(slot.bytes, static_cast<std::uint64_t>(i) + 1, read) == SlotState::Record);
            QVERIFY(read == written);
        }
    }

    void fieldsStandWhereTheHeaderSays()
    {
        JournalRecord record;
        record.kind = JournalKind::Settled;
        record.exchange.value = 0x0102030405060708;
        record.user = {0x11223344};
        record.status = 200;
        record.outcome = Outcome::Truncated;
        record.usage.tokens = {1, 2, 3, 4, 5, 6, 7, 8};
        record.usage.basis = UsageBasis::Counted;
        record.cost = Money::fromNano(-2);
        record.totalMs = 0xAABBCCDD;
        SlotBytes slot;
        encodeJournalRecord(record, 0x99, slot.span());
        const auto hex = [&](std::size_t from, std::size_t length) {
            return QByteArray(reinterpret_cast<const char*>(slot.bytes.data() + from), static_cast<qsizetype>(length)).toHex();
        };
        QCOMPARE(hex(0, 8), QByteArray("9900000000000000"));
        QCOMPARE(hex(12, 4), QByteArray("4c4a0103"));
        QCOMPARE(hex(16, 8), QByteArray("0807060504030201"));
        QCOMPARE(hex(32, 4), QByteArray("44332211"));
        QCOMPARE(hex(88, 3), QByteArray("c80003"));
        QCOMPARE(hex(94, 1), QByteArray("02"));
        QCOMPARE(hex(152, 8), QByteArray("0800000000000000"));
        QCOMPARE(hex(160, 8), QByteArray("feffffffffffffff"));
        QCOMPARE(hex(188, 4), QByteArray("ddccbbaa"));
    }

    void everyFlippedBitIsNoticed()
    {
        std::mt19937_64 random(2);
        SlotBytes slot;
        encodeJournalRecord(randomRecord(random), 77, slot.span());
        for (std::size_t bit = 0; bit < kJournalSlotBytes * 8; ++bit) {
            SlotBytes changed = slot;
            changed.bytes[bit / 8] = static_cast<std::uint8_t>(changed.bytes[bit / 8] ^ (1U << (bit % 8)));
            JournalRecord read;
            QVERIFY2(decodeJournalRecord(changed.bytes, 77, read) == SlotState::Damaged, qPrintable(QString::number(bit)));
        }
    }

    void aSlotWithoutItsCommitIsEmpty()
    {
        std::mt19937_64 random(3);
        SlotBytes slot;
        encodeJournalRecord(randomRecord(random), 5, slot.span());
        std::memset(slot.bytes.data(), 0, 8); // the process died before the last store
        JournalRecord read;
        QVERIFY(decodeJournalRecord(slot.bytes, 5, read) == SlotState::Empty);
    }

    void aRecordInAnotherPlaceIsDamaged()
    {
        std::mt19937_64 random(4);
        SlotBytes slot;
        encodeJournalRecord(randomRecord(random), 5, slot.span());
        JournalRecord read;
        QVERIFY(decodeJournalRecord(slot.bytes, 6, read) == SlotState::Damaged);
    }

    void aNewerFormatIsUnknownAndNotDamaged()
    {
        std::mt19937_64 random(5);
        SlotBytes slot;
        encodeJournalRecord(randomRecord(random), 5, slot.span());
        slot.bytes[14] = 2; // version
        sealAgain(slot);
        JournalRecord read;
        QVERIFY(decodeJournalRecord(slot.bytes, 5, read) == SlotState::Unknown);
    }

    void requestIdsKeepUuidsAndHashTheRest()
    {
        const RequestIdBits uuid = requestIdBits("01234567-89ab-CDEF-0123-456789abcdef");
        QCOMPARE(QByteArray(reinterpret_cast<const char*>(uuid.data()), 16).toHex(), QByteArray("0123456789abcdef0123456789abcdef"));
        QCOMPARE(requestIdText(uuid), std::string("01234567-89ab-cdef-0123-456789abcdef"));
        QVERIFY(requestIdBits("req-1") != requestIdBits("req-2"));
        QVERIFY(requestIdBits("req-1") == requestIdBits("req-1"));
        // Nearly UUIDs are text.
        for (const char* text : {"01234567-89ab-cdef-0123-456789abcde", "01234567-89ab-cdef-0123-456789abcdeg", "0123456789abcdef0123456789abcdef0000"})
            QVERIFY(requestIdText(requestIdBits(text)) != text);
    }
};

LANYARD_TEST(tst_JournalFormat)
#include "tst_JournalFormat.moc"
