#include "ledger/JournalSegment.h"

#include "ledger/DiskBlocks.h"
#include "ledger/MappedSync.h"

#include <charconv>
#include <cstdio>

namespace lanyard {
namespace {

constexpr std::string_view kSuffix = ".journal";
constexpr std::size_t kPageBytes = 4096;

QString toQString(const std::filesystem::path& path)
{
    return QString::fromStdU16String(path.u16string());
}

template<class Number>
bool readNumber(std::string_view& text, char end, Number& value)
{
    const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || stop == text.data() + text.size() || *stop != end)
        return false;
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()) + 1);
    return true;
}

} // namespace

std::string JournalSegmentName::fileName() const
{
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%06u-%03u-%09llu", epoch, worker, static_cast<unsigned long long>(number));
    return std::string(text.data()) + std::string(kSuffix);
}

std::optional<JournalSegmentName> JournalSegmentName::parse(std::string_view fileName)
{
    if (!fileName.ends_with(kSuffix))
        return std::nullopt;
    JournalSegmentName name;
    std::string_view rest = fileName;
    if (!readNumber(rest, '-', name.epoch) || !readNumber(rest, '-', name.worker) || !readNumber(rest, '.', name.number))
        return std::nullopt;
    return name.fileName() == fileName ? std::optional(name) : std::nullopt;
}

Result<std::shared_ptr<JournalSegment>> JournalSegment::create(const std::filesystem::path& folder, const JournalSegmentName& name)
{
    std::shared_ptr<JournalSegment> segment(new JournalSegment(name, folder / name.fileName()));
    if (const Result<void> mapped = segment->mapNew(); !mapped) {
        segment->removeWhenReleased();
        return mapped.error();
    }
    return segment;
}

Result<void> JournalSegment::mapNew()
{
    const std::filesystem::path unfinished = m_path.string() + ".new";
    const auto failed = [&](const QString& why) {
        m_file.remove();
        return Error{ErrorCode::Io, "cannot make the journal segment " + m_path.string() + ": " + why.toStdString()};
    };
    m_file.setFileName(toQString(unfinished));
    if (!m_file.open(QIODevice::ReadWrite | QIODevice::Truncate | QIODevice::Unbuffered))
        return failed(m_file.errorString());
    m_file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    if (Result<void> reserved = reserveDiskBlocks(m_file, kJournalSegmentBytes); !reserved) {
        m_file.remove();
        return reserved;
    }
    // Renamed before it is mapped: Windows renames no mapped file.
    std::error_code renameFailure;
    m_file.close();
    std::filesystem::rename(unfinished, m_path, renameFailure);
    if (renameFailure)
        return failed(QString::fromStdString(renameFailure.message()));
    m_file.setFileName(toQString(m_path));
    if (!m_file.open(QIODevice::ReadWrite | QIODevice::Unbuffered))
        return failed(m_file.errorString());
    m_memory = m_file.map(0, kJournalSegmentBytes);
    if (m_memory == nullptr)
        return failed(m_file.errorString());
    for (std::size_t at = 0; at < kJournalSegmentBytes; at += kPageBytes)
        *const_cast<volatile std::uint8_t*>(m_memory + at) = 0;
    letGoOfPages(m_memory, kJournalSegmentBytes); // nobody need carry megabytes of zeros
    return {};
}

bool JournalSegment::syncToDisk()
{
    return syncMapping(m_file, m_memory, kJournalSegmentBytes);
}

JournalSegment::~JournalSegment()
{
    if (m_memory != nullptr)
        m_file.unmap(m_memory);
    m_file.close();
    if (m_remove.load(std::memory_order_acquire)) {
        std::error_code ignored; // a file that stays is read again at the next start, and changes nothing
        std::filesystem::remove(m_path, ignored);
    }
}

} // namespace lanyard
