#include "support/TestCertificate.h"

#include <QProcess>

namespace lanyard::test {

const TestCertificate& TestCertificate::instance()
{
    static const TestCertificate certificate;
    return certificate;
}

TestCertificate::TestCertificate()
{
    const int code = QProcess::execute(
        QStringLiteral("openssl"),
        {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
         QStringLiteral("ec_paramgen_curve:prime256v1"), QStringLiteral("-nodes"), QStringLiteral("-days"), QStringLiteral("2"),
         QStringLiteral("-subj"), QStringLiteral("/CN=localhost"), QStringLiteral("-addext"),
         QStringLiteral("subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1"), QStringLiteral("-keyout"), keyFile(),
         QStringLiteral("-out"), certificateFile()});
    if (code != 0)
        qFatal("the openssl program is needed for the TLS tests (it ended with %d)", code);
}

} // namespace lanyard::test
