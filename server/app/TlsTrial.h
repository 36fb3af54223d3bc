#pragma once

#include "base/Result.h"

#include <QObject>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpServer>
#include <QTimer>

#include <functional>
#include <memory>

namespace lanyard {

/// A handshake of this process with itself, over loopback: the only test of a certificate and its key that every TLS
/// library understands in the same way.
/// Lives in: the thread that made it; deletes itself behind `done`.
class TlsTrial final : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(Result<void>)>;

    /// Destroyed with `parent`, without a word.
    static void start(const QSslConfiguration& configuration, QObject* parent, Done done);

private:
    TlsTrial(const QSslConfiguration& configuration, QObject* parent, Done done);
    void accept(qintptr descriptor);
    void end(Result<void> result);

    class Listener;
    QSslConfiguration m_configuration;
    Done m_done;
    std::unique_ptr<QTcpServer> m_listener;
    QSslSocket m_server;
    QSslSocket m_client;
    QTimer m_deadline;
};

} // namespace lanyard
