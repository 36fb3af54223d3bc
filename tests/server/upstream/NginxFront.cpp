#include "NginxFront.h"

#include "support/TestCertificate.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>

namespace lanyard::test {
namespace {

QString program()
{
    const QString found = QStandardPaths::findExecutable(QStringLiteral("nginx"));
    return found.isEmpty() ? QStandardPaths::findExecutable(QStringLiteral("nginx"), {QStringLiteral("/usr/sbin")}) : found;
}

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

bool accepts(quint16 port)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    return socket.waitForConnected(1000);
}

constexpr const char* kConfiguration = R"(daemon off;
master_process off;
pid @folder/pid;
error_log stderr warn;
events { worker_connections 2048; }
http {
    access_log off;
    client_body_temp_path @folder/body;
    proxy_temp_path @folder/proxy;
    fastcgi_temp_path @folder/fastcgi;
    uwsgi_temp_path @folder/uwsgi;
    scgi_temp_path @folder/scgi;
    keepalive_requests 100000;
    client_max_body_size 0;
    server {
        listen 127.0.0.1:@port ssl http2;
        ssl_certificate @certificate;
        ssl_certificate_key @key;
        location / {
            proxy_pass http://127.0.0.1:@behind;
            proxy_http_version 1.1;
            proxy_buffering off;
            add_header X-Protocol $server_protocol always;
            add_header X-Connection $connection always;
        }
    }
}
)";

} // namespace

bool NginxFront::available()
{
    return !program().isEmpty();
}

NginxFront::NginxFront(std::uint16_t behind)
{
    const quint16 port = freePort();
    QString text = QString::fromLatin1(kConfiguration);
    text.replace(QStringLiteral("@folder"), m_folder.path());
    text.replace(QStringLiteral("@port"), QString::number(port));
    text.replace(QStringLiteral("@behind"), QString::number(behind));
    text.replace(QStringLiteral("@certificate"), TestCertificate::instance().certificateFile());
    text.replace(QStringLiteral("@key"), TestCertificate::instance().keyFile());
    QFile file(m_folder.filePath(QStringLiteral("nginx.conf")));
    if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) < 0)
        return;
    file.close();
    m_process.start(program(), {QStringLiteral("-p"), m_folder.path(), QStringLiteral("-c"), file.fileName()});
    const QDeadlineTimer deadline(10'000);
    while (!accepts(port)) {
        if (deadline.hasExpired() || m_process.waitForFinished(20))
            return;
    }
    m_baseUrl = "https://127.0.0.1:" + std::to_string(port) + "/v1";
}

NginxFront::~NginxFront()
{
    m_process.terminate();
    m_process.waitForFinished(5000);
}

} // namespace lanyard::test
