// The fake provider of the benchmark: chat completions on loopback, as fast as this machine allows. It prints the port
// and serves until its standard input ends, so it never outlives whoever started it.
#include "net/EndOfInput.h"
#include "upstream/UpstreamConnection.h"

#include <cstdio>
#include <sys/epoll.h>
#include <unordered_map>

namespace lanyard::bench {

namespace {

class Upstream final : public Watcher
{
public:
    explicit Upstream(EventLoop& loop) : m_loop(loop), m_listener(Socket::listening(0))
    {
        m_loop.watch(m_listener.fd(), EPOLLIN, *this);
    }

    std::uint16_t port() const { return m_listener.port(); }

    void onReady(std::uint32_t) override
    {
        for (Socket socket = m_listener.accept(); socket.valid(); socket = m_listener.accept()) {
            auto connection = std::make_unique<UpstreamConnection>(m_loop, std::move(socket), m_answers,
                                                                   [this](UpstreamConnection* gone) { forget(gone); });
            m_connections.emplace(connection.get(), std::move(connection));
        }
    }

private:
    void forget(UpstreamConnection* gone)
    {
        const auto found = m_connections.find(gone);
        m_loop.retire(std::move(found->second));
        m_connections.erase(found);
    }

    EventLoop& m_loop;
    Socket m_listener;
    std::uint64_t m_answers = 0;
    std::unordered_map<UpstreamConnection*, std::unique_ptr<UpstreamConnection>> m_connections;
};

} // namespace

} // namespace lanyard::bench

int main()
{
    using namespace lanyard::bench;
    raiseFileLimit();
    EventLoop loop;
    Upstream upstream(loop);
    const EndOfInput end(loop, [&loop] { loop.stop(); });
    std::printf("listening on %u\n", upstream.port());
    std::fflush(stdout);
    loop.run();
    return 0;
}
