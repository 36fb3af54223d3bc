#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QSslConfiguration>
#include <QTcpServer>

#include <memory>
#include <vector>

namespace lanyard::test {

/// A small HTTP (forward and CONNECT) or SOCKS5 proxy on 127.0.0.1 that keeps what it was asked.
///
/// Lives in: the test's thread.
class FakeProxy final : public QTcpServer
{
    Q_OBJECT

public:
    enum class Kind { Http, HttpOverTls, Socks5 };

    explicit FakeProxy(Kind kind);

    Kind kind() const { return m_kind; }
    /// "socks5h://127.0.0.1:40001" with this scheme.
    std::string url(const char* scheme) const;
    bool needsPassword() const { return !username.isEmpty(); }

    QByteArray username; ///< empty: anybody may pass
    QByteArray password;
    std::vector<QByteArray> heads;   ///< HTTP: each request's head; SOCKS5: the address that was asked for
    std::size_t refused = 0;         ///< for a wrong password

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    Kind m_kind;
    QSslConfiguration m_tls;
};

} // namespace lanyard::test
