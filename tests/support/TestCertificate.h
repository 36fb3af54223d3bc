#pragma once

#include <QString>
#include <QTemporaryDir>

namespace lanyard::test {

/// A certificate for localhost, 127.0.0.1 and ::1 that signs itself, made by the openssl program. A client that trusts
/// certificateFile() accepts it.
class TestCertificate
{
public:
    /// The one of this process. Asserts that it could be made.
    static const TestCertificate& instance();
    /// Another one.
    TestCertificate();

    QString certificateFile() const { return m_folder.filePath(QStringLiteral("certificate.pem")); }
    QString keyFile() const { return m_folder.filePath(QStringLiteral("key.pem")); }

private:
    QTemporaryDir m_folder;
};

} // namespace lanyard::test
