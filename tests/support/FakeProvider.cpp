#include "support/FakeProvider.h"

#include "support/FakeConnection.h"
#include "support/TestCertificate.h"

#include <QSslConfiguration>
#include <QSslKey>
#include <QTcpServer>
#include <QThread>

namespace lanyard::test {

/// Lives in: the fake provider's thread.
class FakeProviderServer final : public QTcpServer
{
public:
    explicit FakeProviderServer(FakeProvider& provider) : m_provider(provider)
    {
        setListenBacklogSize(4096);
        if (provider.m_transport == FakeProvider::Transport::Tls)
            prepareTls();
    }

    void closeIdle()
    {
        for (FakeConnection* const connection : findChildren<FakeConnection*>(QString(), Qt::FindDirectChildrenOnly)) {
            if (connection->idle())
                connection->close();
        }
    }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        std::size_t number = 0;
        {
            const std::lock_guard lock(m_provider.m_mutex);
            number = m_provider.m_accepted++;
            ++m_provider.m_open;
        }
        auto* const connection = new FakeConnection(m_provider, number, this);
        connection->socket().setSocketDescriptor(descriptor);
        connection->socket().setSocketOption(QAbstractSocket::LowDelayOption, 1);
        if (m_provider.m_transport == FakeProvider::Transport::Tls) {
            connection->socket().setSslConfiguration(m_tls);
            connection->socket().startServerEncryption();
        }
    }

private:
    void prepareTls()
    {
        QFile certificate(TestCertificate::instance().certificateFile());
        QFile key(TestCertificate::instance().keyFile());
        if (!certificate.open(QIODevice::ReadOnly) || !key.open(QIODevice::ReadOnly))
            qFatal("the test certificate cannot be read");
        m_tls.setLocalCertificate(QSslCertificate(&certificate));
        m_tls.setPrivateKey(QSslKey(&key, QSsl::Ec));
        m_tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    }

    FakeProvider& m_provider;
    QSslConfiguration m_tls = QSslConfiguration::defaultConfiguration();
};

FakeProvider::FakeProvider(Transport transport) : m_transport(transport), m_thread(std::make_unique<QThread>())
{
    setChat(FakeChat{});
    m_thread->setObjectName(QStringLiteral("fake provider"));
    m_thread->start();
    auto* const threadContext = new QObject;
    threadContext->moveToThread(m_thread.get());
    QMetaObject::invokeMethod(
        threadContext,
        [&] {
            m_server = new FakeProviderServer(*this);
            m_server->listen(QHostAddress::LocalHost);
            m_port = m_server->serverPort();
            delete threadContext;
        },
        Qt::BlockingQueuedConnection);
}

FakeProvider::~FakeProvider()
{
    QMetaObject::invokeMethod(m_server, [this] { delete m_server; }, Qt::BlockingQueuedConnection);
    m_thread->quit();
    m_thread->wait();
}

std::string FakeProvider::baseUrl() const
{
    return std::string(m_transport == Transport::Tls ? "https" : "http") + "://127.0.0.1:" + std::to_string(m_port) + "/v1";
}

void FakeProvider::setChat(FakeChat chat)
{
    setScript([chat = std::move(chat)](const FakeRequest& request) { return chat.answer(request); });
}

void FakeProvider::setScript(FakeProviderScript script)
{
    const std::lock_guard lock(m_mutex);
    m_script = std::move(script);
}

void FakeProvider::answerNext(FakeAnswer answer)
{
    const std::lock_guard lock(m_mutex);
    m_next.push_back(std::move(answer));
}

std::vector<FakeRequest> FakeProvider::requests() const
{
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

std::size_t FakeProvider::requestCount() const
{
    const std::lock_guard lock(m_mutex);
    return m_requests.size();
}

FakeRequest FakeProvider::request(std::size_t index) const
{
    const std::lock_guard lock(m_mutex);
    return index < m_requests.size() ? m_requests[index] : FakeRequest{};
}

FakeRequest FakeProvider::lastRequest() const
{
    const std::lock_guard lock(m_mutex);
    return m_requests.empty() ? FakeRequest{} : m_requests.back();
}

std::size_t FakeProvider::connectionCount() const
{
    const std::lock_guard lock(m_mutex);
    return m_accepted;
}

std::size_t FakeProvider::openConnections() const
{
    const std::lock_guard lock(m_mutex);
    return m_open;
}

void FakeProvider::closeIdleConnections()
{
    QMetaObject::invokeMethod(m_server, [this] { m_server->closeIdle(); }, Qt::BlockingQueuedConnection);
}

void FakeProvider::stopListening()
{
    QMetaObject::invokeMethod(m_server, [this] { m_server->close(); }, Qt::BlockingQueuedConnection);
}

FakeAnswer FakeProvider::decide(const FakeRequest& request)
{
    FakeProviderScript script;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_next.empty()) {
            FakeAnswer answer = std::move(m_next.front());
            m_next.erase(m_next.begin());
            return answer;
        }
        script = m_script;
    }
    return script(request);
}

std::size_t FakeProvider::recordRequest(FakeRequest request)
{
    const std::lock_guard lock(m_mutex);
    m_requests.push_back(std::move(request));
    return m_requests.size() - 1;
}

void FakeProvider::recordLeft(std::size_t index, FakeRequest::Left left)
{
    const std::lock_guard lock(m_mutex);
    m_requests[index].left = left;
    m_requests[index].leftAt = std::chrono::steady_clock::now();
}

void FakeProvider::recordSent(std::size_t index, std::size_t bytes)
{
    const std::lock_guard lock(m_mutex);
    m_requests[index].bytesSent += bytes;
}

} // namespace lanyard::test
