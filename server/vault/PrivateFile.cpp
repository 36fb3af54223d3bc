#include "vault/PrivateFile.h"

#include "vault/DiskSync.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryFile>

namespace lanyard {
namespace {

QString toQString(const std::filesystem::path& path)
{
    return QString::fromStdU16String(path.u16string());
}

Error ioError(const QString& doing, const std::filesystem::path& path, const QString& why)
{
    return {ErrorCode::Io, QStringLiteral("cannot %1 %2: %3").arg(doing, toQString(path), why).toStdString()};
}

bool othersMayRead(const QFile& file)
{
#if defined(Q_OS_WIN)
    Q_UNUSED(file); // the data folder's access list decides there
    return false;
#else
    constexpr auto kOthers = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
    return (file.permissions() & kOthers) != 0;
#endif
}

} // namespace

Result<std::optional<QByteArray>> readPrivateFile(const std::filesystem::path& path)
{
    QFile file(toQString(path));
    if (!file.exists())
        return std::optional<QByteArray>{};
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return ioError(QStringLiteral("read"), path, file.errorString());
    if (othersMayRead(file)) {
        return Error{ErrorCode::Forbidden, QStringLiteral("%1 can be read by other users: run chmod 600 %1 and start again")
                                               .arg(toQString(path)).toStdString()};
    }
    QByteArray content = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return ioError(QStringLiteral("read"), path, file.errorString());
    return std::optional<QByteArray>(std::move(content));
}

Result<void> createPrivateFile(const std::filesystem::path& path, const QByteArray& content)
{
    // QTemporaryFile makes its file with mode 0600 and the rename below refuses to replace: two guarantees that QSaveFile
    // does not give.
    QTemporaryFile file(toQString(path.parent_path() / ("." + path.filename().string() + ".XXXXXX")));
    if (!file.open())
        return ioError(QStringLiteral("write"), path, file.errorString());
    if (file.write(content) != content.size() || !file.flush() || !syncToDisk(file))
        return ioError(QStringLiteral("write"), path, file.errorString());
    const QString temporary = file.fileName();
    file.close();
    if (QFileInfo::exists(toQString(path)))
        return Error{ErrorCode::Conflict, QStringLiteral("%1 exists already").arg(toQString(path)).toStdString()};
    if (QFile renamed(temporary); !renamed.rename(toQString(path)))
        return ioError(QStringLiteral("write"), path, renamed.errorString());
    file.setAutoRemove(false);
    syncFolder(path.parent_path());
    return {};
}

} // namespace lanyard
