#include "TestServer.h"

#include "eventloop/EventLoop.h"

namespace lanyard::test {

TestServer::TestServer(Options options) : m_options(std::move(options))
{
    installEventDispatcher(*this);
    start();
    m_ready.acquire();
}

TestServer::~TestServer()
{
    m_mailbox->post([this] {
        held.replies.clear();
        held.requests.clear();
    });
    quit();
    join();
}

void TestServer::call(const std::function<void()>& work)
{
    std::binary_semaphore done{0};
    m_mailbox->post([&] {
        work();
        done.release();
    });
    done.acquire();
}

void TestServer::work()
{
    TimerWheel wheel(clock);
    Mailbox mailbox;
    m_routes = std::make_unique<RouteTable>();
    m_routes->add(HttpMethod::Post, "/echo", echo);
    m_routes->add(HttpMethod::Get, "/echo", echo);
    m_routes->add(HttpMethod::Get, "/echo/*", echo);
    m_routes->add(HttpMethod::Post, "/held", held);
    m_routes->add(HttpMethod::Get, "/held", held);
    m_routes->add(HttpMethod::Post, "/refused", refusing);
    {
        HttpFront front(*m_routes, m_options.limits, wheel, m_options.accounts);
        if (m_options.prepare)
            m_options.prepare(front);
        Acceptor acceptor({{&mailbox, &front}}, std::make_shared<ConnectionCounts>(m_options.limits));
        if (!acceptor.listenOn("127.0.0.1", 0))
            qFatal("no loopback port");
        m_port = acceptor.serverPort();
        m_front = &front;
        m_mailbox = &mailbox;
        m_ready.release();
        exec();
        held.replies.clear();
    }
}

} // namespace lanyard::test
