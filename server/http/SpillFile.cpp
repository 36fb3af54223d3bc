#include "http/SpillFile.h"

#include <QDir>
#include <QTemporaryFile>

#ifdef Q_OS_UNIX
#include <cstdlib>
#include <fcntl.h>
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

} // namespace lanyard
