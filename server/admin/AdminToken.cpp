#include "admin/AdminToken.h"

#include <QDir>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QSaveFile>

namespace lanyard {

Result<Secret> writeAdminToken(const QString& path)
{
    std::array<quint32, 8> random{};
    QRandomGenerator::system()->generate(random.begin(), random.end());
    const QByteArray token = QByteArray(reinterpret_cast<const char*>(random.data()), sizeof random).toHex();

    QDir().mkpath(QFileInfo(path).absolutePath());
    QSaveFile file(path);
    const auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
    // The permissions are set while the file is still empty.
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(ownerOnly) || file.write(token) != token.size() || !file.commit()) {
        const QString text = QStringLiteral("the admin token %1 cannot be written: %2").arg(path, file.errorString());
        return Error{ErrorCode::Io, text.toStdString()};
    }
    return Secret(token.toStdString());
}

} // namespace lanyard
