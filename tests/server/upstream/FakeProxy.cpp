#include "FakeProxy.h"

#include "support/TestCertificate.h"

#include <QFile>
#include <QSslKey>
#include <QSslSocket>
#include <QUrl>
#include <QtEndian>

namespace lanyard::test {
namespace {

/// One client of the proxy. Lives in: the test's thread.
class ProxyLink final : public QObject
{
public:
    ProxyLink(FakeProxy& proxy, qintptr descriptor) : QObject(&proxy), m_proxy(proxy)
    {
        m_client.setSocketDescriptor(descriptor);
        connect(&m_client, &QSslSocket::readyRead, this, &ProxyLink::onClientBytes);
        connect(&m_client, &QSslSocket::disconnected, this, &QObject::deleteLater);
        connect(&m_target, &QTcpSocket::readyRead, this, [this] { m_client.write(m_target.readAll()); });
        connect(&m_target, &QTcpSocket::disconnected, &m_client, &QSslSocket::disconnectFromHost);
    }

    ~ProxyLink() override
    {
        m_client.disconnect();
        m_target.disconnect();
    }

    QSslSocket& client() { return m_client; }

private:
    void onClientBytes()
    {
        m_input += m_client.readAll();
        if (m_open)
            m_target.write(std::exchange(m_input, {}));
        else if (m_proxy.kind() == FakeProxy::Kind::Socks5)
            socks();
        else
            http();
    }

    void open(const QString& host, quint16 port, const QByteArray& toClient, const QByteArray& toTarget)
    {
        m_open = true;
        connect(&m_target, &QTcpSocket::connected, this, [this, toClient, toTarget] {
            m_client.write(toClient);
            m_target.write(toTarget + std::exchange(m_input, {}));
        });
        m_target.connectToHost(host, port);
    }

    void http()
    {
        const qsizetype end = m_input.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        QByteArray head = m_input.left(end + 4);
        m_input.remove(0, head.size());
        m_proxy.heads.push_back(head);
        const QByteArray expected = "Proxy-Authorization: Basic " + (m_proxy.username + ':' + m_proxy.password).toBase64() + "\r\n";
        if (m_proxy.needsPassword() && !head.contains(expected)) {
            ++m_proxy.refused;
            m_client.write("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            m_client.disconnectFromHost();
            return;
        }
        const QList<QByteArray> words = head.left(head.indexOf("\r\n")).split(' ');
        if (words.first() == "CONNECT") {
            const QUrl target(QStringLiteral("http://") + QString::fromLatin1(words.at(1)));
            open(target.host(), static_cast<quint16>(target.port()), "HTTP/1.1 200 Connection established\r\n\r\n", {});
        } else {
            const QUrl target(QString::fromLatin1(words.at(1)));
            head.replace(words.at(1), target.path().toLatin1());
            open(target.host(), static_cast<quint16>(target.port()), {}, head);
        }
    }

    // RFC 1928 and, for the password, RFC 1929.
    void socks()
    {
        if (m_step == 0 && m_input.size() >= 2 && m_input.size() >= 2 + m_input.at(1)) {
            const char method = m_proxy.needsPassword() ? 2 : 0;
            const bool offered = m_input.mid(2, m_input.at(1)).contains(method);
            m_input.remove(0, 2 + m_input.at(1));
            m_client.write(QByteArray(1, 5) + (offered ? method : '\xFF'));
            m_step = method == 2 ? 1 : 2;
        }
        if (m_step == 1 && m_input.size() >= 2) {
            const int userSize = m_input.at(1);
            if (m_input.size() < 3 + userSize || m_input.size() < 3 + userSize + m_input.at(2 + userSize))
                return;
            const QByteArray user = m_input.mid(2, userSize);
            const QByteArray word = m_input.mid(3 + userSize, m_input.at(2 + userSize));
            m_input.remove(0, 3 + user.size() + word.size());
            const bool right = user == m_proxy.username && word == m_proxy.password;
            m_proxy.refused += right ? 0 : 1;
            m_client.write(QByteArray(1, 1) + (right ? '\0' : '\1'));
            m_step = right ? 2 : 3;
        }
        if (m_step == 2 && m_input.size() >= 7)
            socksConnect();
    }

    void socksConnect()
    {
        const bool byName = m_input.at(3) == 3;
        const int size = byName ? m_input.at(4) + 1 : 4;
        if (m_input.size() < 4 + size + 2)
            return;
        const QByteArray address = m_input.mid(4, size);
        const QString host = byName ? QString::fromLatin1(address.mid(1))
                                    : QHostAddress(qFromBigEndian<quint32>(address.constData())).toString();
        const auto port = qFromBigEndian<quint16>(m_input.constData() + 4 + size);
        m_input.remove(0, 4 + size + 2);
        m_proxy.heads.push_back((byName ? "name " : "address ") + host.toLatin1());
        m_step = 3;
        open(host, port, QByteArray("\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00", 10), {});
    }

    FakeProxy& m_proxy;
    QSslSocket m_client;
    QTcpSocket m_target;
    QByteArray m_input;
    int m_step = 0;
    bool m_open = false;
};

} // namespace

FakeProxy::FakeProxy(Kind kind) : m_kind(kind), m_tls(QSslConfiguration::defaultConfiguration())
{
    QFile certificate(TestCertificate::instance().certificateFile());
    QFile key(TestCertificate::instance().keyFile());
    if (!certificate.open(QIODevice::ReadOnly) || !key.open(QIODevice::ReadOnly) || !listen(QHostAddress::LocalHost))
        qFatal("the fake proxy cannot start");
    m_tls.setLocalCertificate(QSslCertificate(&certificate));
    m_tls.setPrivateKey(QSslKey(&key, QSsl::Ec));
    m_tls.setPeerVerifyMode(QSslSocket::VerifyNone);
}

std::string FakeProxy::url(const char* scheme) const
{
    return std::string(scheme) + "://127.0.0.1:" + std::to_string(serverPort());
}

void FakeProxy::incomingConnection(qintptr descriptor)
{
    auto* const link = new ProxyLink(*this, descriptor);
    if (m_kind != Kind::HttpOverTls)
        return;
    link->client().setSslConfiguration(m_tls);
    link->client().startServerEncryption();
}

} // namespace lanyard::test
