#include "http/SpillFile.h"

#include <QDir>
#include <QTemporaryFile>

#ifdef Q_OS_UNIX
#include <cstdlib>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace lanyard {

std::unique_ptr<QFile> openSpillFile(const QString& folder)
{
    const QString pattern = (folder.isEmpty() ? QDir::tempPath() : folder) + QStringLiteral("/lanyard-body-XXXXXX");
#ifdef Q_OS_UNIX
    QByteArray path = QFile::encodeName(pattern);
    const int descriptor = ::mkstemp(path.data()); // mode 0600
    if (descriptor == -1)
        return nullptr;
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    ::unlink(path.constData());
    auto file = std::make_unique<QFile>();
    if (!file->open(descriptor, QIODevice::ReadWrite | QIODevice::Unbuffered, QFileDevice::AutoCloseHandle)) {
        ::close(descriptor);
        return nullptr;
    }
    return file;
#else
    auto file = std::make_unique<QTemporaryFile>(pattern);
    if (!file->open())
        return nullptr;
    return file;
#endif
}

std::shared_ptr<const SpilledBody> SpilledBody::map(std::unique_ptr<QFile> file, std::int64_t size, BufferCharge charge)
{
    const uchar* bytes = file->map(0, size);
    if (!bytes)
        return nullptr;
    const std::string_view view(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    return std::shared_ptr<const SpilledBody>(new SpilledBody(std::move(file), view, std::move(charge)));
}

SpilledBody::SpilledBody(std::unique_ptr<QFile> file, std::string_view view, BufferCharge charge)
    : m_file(std::move(file)), m_view(view), m_charge(std::move(charge))
{}

void SpilledBody::forget(std::string_view part) const
{
#ifdef Q_OS_UNIX
    static const auto pageBytes = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const auto start = (reinterpret_cast<std::uintptr_t>(part.data()) + pageBytes - 1) / pageBytes * pageBytes;
    const auto end = reinterpret_cast<std::uintptr_t>(part.data() + part.size()) / pageBytes * pageBytes;
    // A shared mapping: the bytes stay in the file, whatever had been written to it.
    if (end > start)
        ::madvise(reinterpret_cast<void*>(start), end - start, MADV_DONTNEED);
#else
    Q_UNUSED(part)
#endif
}

} // namespace lanyard
