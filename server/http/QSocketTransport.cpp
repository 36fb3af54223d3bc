#include "http/QSocketTransport.h"

#include "http/DescriptorTransport.h"
#include "http/OwnedDescriptor.h"

#include <QScopedValueRollback>
#include <QTcpSocket>
#if QT_CONFIG(ssl)
#include <QSslConfiguration>
#include <QSslSocket>
#endif

namespace lanyard {
namespace {

/// What Qt may hold for us in each direction: enough for a full pipe, little enough for thousands of connections.
constexpr qint64 kReadBuffer = 64 * 1024;
constexpr std::size_t kWriteBuffer = 64 * 1024;

/// QTcpSocket and QSslSocket alike; `Socket` decides which signals tell of progress.
class QSocketTransport : public Transport
{
public:
    QSocketTransport(std::unique_ptr<QTcpSocket> socket, TransportObserver& observer)
        : m_socket(std::move(socket)), m_observer(observer)
    {
        m_socket->setReadBufferSize(kReadBuffer);
        m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        const auto readable = [this] { tellReadable(); };
        QObject::connect(m_socket.get(), &QTcpSocket::readyRead, m_socket.get(), readable);
        QObject::connect(m_socket.get(), &QTcpSocket::disconnected, m_socket.get(), [this] {
            m_ended = true;
            tellReadable();
        });
        QObject::connect(m_socket.get(), &QTcpSocket::bytesWritten, m_socket.get(), [this] { tellWritable(); });
    }
    ~QSocketTransport() override { m_socket->disconnect(); }

    std::ptrdiff_t read(char* into, std::size_t atMost) override
    {
        const QScopedValueRollback inCall(m_inCall, true);
        const qint64 got = m_socket->read(into, static_cast<qint64>(atMost));
        if (got > 0)
            return static_cast<std::ptrdiff_t>(got);
        if (m_ended)
            return m_socket->error() == QAbstractSocket::RemoteHostClosedError ? 0 : kFailed;
        return got == 0 ? kWouldBlock : kFailed;
    }

    std::ptrdiff_t write(std::string_view first, std::string_view second) override
    {
        if (m_ended || m_socket->state() != QAbstractSocket::ConnectedState)
            return kFailed;
        const QScopedValueRollback inCall(m_inCall, true);
        std::size_t taken = 0;
        for (const std::string_view piece : {first, second}) {
            const std::size_t room = kWriteBuffer - std::min(kWriteBuffer, buffered());
            const qint64 written = m_socket->write(piece.data(), static_cast<qint64>(std::min(room, piece.size())));
            if (written < 0)
                return kFailed;
            taken += static_cast<std::size_t>(written);
            if (static_cast<std::size_t>(written) < piece.size())
                break;
        }
        m_socket->flush();
        return taken > 0 ? static_cast<std::ptrdiff_t>(taken) : kWouldBlock;
    }

    std::size_t buffered() const override { return static_cast<std::size_t>(m_socket->bytesToWrite()); }

    void setReading(bool on) override
    {
        m_reading = on;
        // What came meanwhile made no new readyRead; told later, because this may be inside a call of the observer.
        if (on)
            tellLaterIfReadable();
    }

    void setWriting(bool on) override
    {
        m_writing = on;
        // Nothing is held that could tell of its going out.
        if (on && buffered() == 0)
            QMetaObject::invokeMethod(
                m_socket.get(), [this] { tellWritable(); }, Qt::QueuedConnection);
    }
    void endWriting() override {} // a QTcpSocket knows no half-close: reading goes on, close() ends both

    void close(CloseMode mode) override
    {
        m_closed = true;
        if (mode == CloseMode::Reset)
            m_socket->abort();
        else
            m_socket->disconnectFromHost();
    }

protected:
    QTcpSocket& socket() { return *m_socket; }
    const QTcpSocket& socket() const { return *m_socket; }
    TransportObserver& observer() { return m_observer; }
    bool closed() const { return m_closed; }

    void tellReadable()
    {
        if (!m_reading || m_closed)
            return;
        if (!m_inCall)
            m_observer.onReadable();
        tellLaterIfReadable(); // readyRead is for new bytes only; some may have been left
    }

    void tellWritable()
    {
        if (m_writing && !m_closed && !m_inCall)
            m_observer.onWritable();
    }

private:
    void tellLaterIfReadable()
    {
        if (m_closed || !m_reading || (m_socket->bytesAvailable() == 0 && !m_ended))
            return;
        QMetaObject::invokeMethod(
            m_socket.get(), [this] { tellReadable(); }, Qt::QueuedConnection);
    }

    std::unique_ptr<QTcpSocket> m_socket;
    TransportObserver& m_observer;
    bool m_reading = true;
    bool m_writing = false;
    bool m_ended = false;
    bool m_inCall = false; ///< a signal now comes from inside read() or write()
    bool m_closed = false;
};

#if QT_CONFIG(ssl)
class TlsTransport final : public QSocketTransport
{
public:
    TlsTransport(std::unique_ptr<QSslSocket> secured, const QSslConfiguration& configuration,
                 TransportObserver& watcher)
        : QSocketTransport(std::move(secured), watcher)
    {
        sslSocket().setSslConfiguration(configuration);
        QObject::connect(&sslSocket(), &QSslSocket::encryptedBytesWritten, &socket(), [this] { tellWritable(); });
        QObject::connect(&sslSocket(), &QSslSocket::encrypted, &socket(), [this] {
            if (!closed())
                observer().onSecured();
        });
        sslSocket().startServerEncryption();
    }

    std::size_t buffered() const override
    {
        const auto& secured = static_cast<const QSslSocket&>(socket());
        return static_cast<std::size_t>(secured.bytesToWrite() + secured.encryptedBytesToWrite());
    }
    bool secure() const override { return true; }

private:
    QSslSocket& sslSocket() { return static_cast<QSslSocket&>(socket()); }
};
#endif

template <class Socket>
std::unique_ptr<Socket> socketFor(qintptr descriptor)
{
    auto socket = std::make_unique<Socket>();
    if (socket->setSocketDescriptor(descriptor))
        return socket;
    OwnedDescriptor(descriptor).reset();
    return nullptr;
}

} // namespace

std::unique_ptr<Transport> makeQSocketTransport(qintptr descriptor, TransportObserver& observer)
{
    auto socket = socketFor<QTcpSocket>(descriptor);
    return socket ? std::make_unique<QSocketTransport>(std::move(socket), observer) : nullptr;
}

#if QT_CONFIG(ssl)
std::unique_ptr<Transport> makeTlsTransport(qintptr descriptor, const QSslConfiguration& configuration,
                                            TransportObserver& observer)
{
    auto socket = socketFor<QSslSocket>(descriptor);
    return socket ? std::make_unique<TlsTransport>(std::move(socket), configuration, observer) : nullptr;
}
#endif

std::unique_ptr<Transport> makePlainTransport(qintptr descriptor, TransportObserver& observer)
{
    std::unique_ptr<Transport> direct = makeDescriptorTransport(descriptor, observer);
    return direct ? std::move(direct) : makeQSocketTransport(descriptor, observer);
}

} // namespace lanyard
