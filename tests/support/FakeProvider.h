#pragma once

#include "support/FakeProviderScript.h"

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace lanyard::test {

class FakeProviderServer;
class FakeProviderThread;

/// A provider on 127.0.0.1 that does what its script says, byte by byte: an OpenAI-like service by default. HTTP/1.1
/// with keep-alive, in the clear or over TLS.
///
/// Its sockets live in a thread of its own; every function here may be called from the test's thread.
class FakeProvider
{
public:
    enum class Transport : std::uint8_t { Clear, Tls };

    explicit FakeProvider(Transport transport = Transport::Clear);
    FakeProvider(const FakeProvider&) = delete;
    FakeProvider& operator=(const FakeProvider&) = delete;
    ~FakeProvider();

    std::uint16_t port() const { return m_port; }
    /// "http://127.0.0.1:40001/v1".
    std::string baseUrl() const;

    /// The default script with these words and numbers.
    void setChat(FakeChat chat);
    /// Runs in the provider's thread.
    void setScript(FakeProviderScript script);
    /// The next request that comes is answered by this, in the order they were given, before the script is asked again.
    void answerNext(FakeAnswer answer);

    std::vector<FakeRequest> requests() const;
    std::size_t requestCount() const;
    FakeRequest request(std::size_t index) const;
    FakeRequest lastRequest() const;
    /// Accepted in all, and open now.
    std::size_t connectionCount() const;
    std::size_t openConnections() const;

    /// Closes the connections that wait for a request: they go stale in the client's pool. Done when this returns.
    void closeIdleConnections();
    /// Stops listening: new connections are refused, those that are open go on.
    void stopListening();

private:
    friend class FakeProviderServer;
    friend class FakeConnection;

    FakeAnswer decide(const FakeRequest& request);
    std::size_t recordRequest(FakeRequest request);
    void recordLeft(std::size_t index, FakeRequest::Left left);
    void recordSent(std::size_t index, std::size_t bytes);
    void recordClosed();

    Transport m_transport;
    mutable std::mutex m_mutex; ///< guards everything down to m_open
    FakeProviderScript m_script;
    std::vector<FakeAnswer> m_next;
    std::vector<FakeRequest> m_requests;
    std::size_t m_accepted = 0;
    std::size_t m_open = 0;
    std::uint16_t m_port = 0;
    std::unique_ptr<FakeProviderThread> m_thread;
};

} // namespace lanyard::test
