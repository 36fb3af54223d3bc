#include "support/FakeProvider.h"

#include "base/JoinableThread.h"
#include "base/Mailbox.h"
#include "support/FakeConnection.h"
#include "support/TestCertificate.h"

#include <QFile>
#include <QSslConfiguration>
#include <QSslKey>
#include <QTcpServer>

#include <future>
#include <semaphore>

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

/// Hand-offs go through our own mailbox and std::promise, so that ThreadSanitizer can judge them.
class FakeProviderThread final : public JoinableThread
{
public:
    explicit FakeProviderThread(FakeProvider& provider) : m_provider(provider) {}

    /// Starts and waits until it listens; its port.
    std::uint16_t startListening()
    {
        start();
        return m_listening.get_future().get();
    }

    /// Runs `task` there and waits for it.
    void call(const std::function<void(FakeProviderServer&)>& task)
    {
        std::binary_semaphore done{0};
        m_mailbox->post([&] {
            task(*m_server);
            done.release();
        });
        done.acquire();
    }

protected:
    void work() override
    {
        Mailbox mailbox;
        FakeProviderServer server(m_provider);
        m_mailbox = &mailbox;
        m_server = &server;
        server.listen(QHostAddress::LocalHost);
        m_listening.set_value(server.serverPort());
        exec();
    }

private:
    FakeProvider& m_provider;
    std::promise<std::uint16_t> m_listening; ///< what is below may be used once it is kept
    Mailbox* m_mailbox = nullptr;
    FakeProviderServer* m_server = nullptr;
};

FakeProvider::FakeProvider(Transport transport) : m_transport(transport)
{
    setChat(FakeChat{});
    if (transport == Transport::Tls)
        TestCertificate::instance(); // made in the test's thread
    m_thread = std::make_unique<FakeProviderThread>(*this);
    m_port = m_thread->startListening();
}

FakeProvider::~FakeProvider()
{
    m_thread->call([this](FakeProviderServer&) { m_thread->quit(); });
    m_thread->join();
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
    m_thread->call([](FakeProviderServer& server) { server.closeIdle(); });
}

void FakeProvider::stopListening()
{
    m_thread->call([](FakeProviderServer& server) { server.close(); });
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

void FakeProvider::recordClosed()
{
    const std::lock_guard lock(m_mutex);
    --m_open;
}

} // namespace lanyard::test
