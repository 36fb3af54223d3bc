#include "ledger/DiskBlocks.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

#if defined(Q_OS_LINUX)
#include <fcntl.h>
#endif

namespace lanyard {
namespace {

Error cannotReserve(const QFile& file, const std::string& why)
{
    return {ErrorCode::Io, "cannot make the journal segment " + file.fileName().toStdString() + ": " + why};
}

/// Written zeros take blocks on every file system that does not compress.
Result<void> writeZeros(QFile& file, qint64 bytes)
{
    const QByteArray zeros(64 * 1024, '\0');
    for (qint64 left = bytes; left > 0; left -= zeros.size()) {
        const qint64 piece = std::min<qint64>(left, zeros.size());
        if (file.write(zeros.constData(), piece) != piece)
            return cannotReserve(file, file.errorString().toStdString());
    }
    if (!file.flush())
        return cannotReserve(file, file.errorString().toStdString());
    return {};
}

} // namespace

Result<void> reserveDiskBlocks(QFile& file, qint64 bytes)
{
#if defined(Q_OS_LINUX)
    const int failure = ::posix_fallocate(file.handle(), 0, bytes);
    if (failure == 0)
        return {};
    if (failure != EINVAL && failure != EOPNOTSUPP)
        return cannotReserve(file, std::generic_category().message(failure));
#endif
    return writeZeros(file, bytes);
}

} // namespace lanyard
