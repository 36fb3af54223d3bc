#pragma once

#include "base/JoinableThread.h"
#include "base/Mailbox.h"
#include "eventloop/TimerWheel.h"
#include "http/Acceptor.h"
#include "http/HttpFront.h"
#include "http/RouteTable.h"
#include "support/FakeClock.h"


#include <atomic>
#include <functional>
#include <memory>
#include <semaphore>
#include <vector>

namespace lanyard::test {

/// Answers at once with "METHOD target\n" and the body; remembers what it saw.
class EchoHandler : public RequestHandler
{
public:
    void handle(IncomingRequest request, Reply reply) override
    {
        std::string text = std::string(toString(request.head.method)) + ' ' + request.head.target + '\n';
        text += request.body.view();
        ++handled;
        reply.send({200, {{"Content-Type", "text/plain"}}, std::move(text)});
    }
    std::atomic<int> handled{0};
};

/// Keeps what it gets until the test says how to answer. Used through TestServer::call().
class HeldHandler : public RequestHandler, public ReplyObserver
{
public:
    void handle(IncomingRequest request, Reply reply) override
    {
        reply.setObserver(this);
        requests.push_back(std::move(request));
        replies.push_back(std::move(reply));
        ++handled;
    }
    void onReplyDrained() override { ++drained; }
    void onClientGone() override { ++gone; }

    std::vector<IncomingRequest> requests; ///< worker thread
    std::vector<Reply> replies;            ///< worker thread
    std::atomic<int> handled{0};
    std::atomic<int> drained{0};
    std::atomic<int> gone{0};
};

/// Refuses by the head alone.
class RefusingHandler : public RequestHandler
{
public:
    Admission admit(const RequestHead&) override
    {
        ++asked;
        return SimpleAnswer{401, {{"Content-Type", "application/json"}}, "{\"refused\":true}"};
    }
    void handle(IncomingRequest, Reply) override { ++handled; }
    std::atomic<int> asked{0};
    std::atomic<int> handled{0};
};

/// A worker thread with a front and an acceptor on a port of its own. Clients in the test's thread may block.
class TestServer : private JoinableThread
{
public:
    struct Options
    {
        HttpLimits limits;
        std::function<void(HttpFront&)> prepare; ///< worker thread, before the first connection
        BufferAccounts accounts;
    };

    explicit TestServer(Options options = {});
    ~TestServer() override;

    std::uint16_t port() const { return m_port; }
    /// Runs `work` in the worker's thread and waits for it.
    void call(const std::function<void()>& work);
    HttpFront& front() { return *m_front; }
    RouteTable& routes() { return *m_routes; }

    FakeClock clock;          ///< of the time-outs
    EchoHandler echo;         ///< GET and POST /echo, GET /echo/*
    HeldHandler held;         ///< POST and GET /held
    RefusingHandler refusing; ///< POST /refused

private:
    void work() override;

    Options m_options;
    std::unique_ptr<RouteTable> m_routes;
    HttpFront* m_front = nullptr; ///< worker thread
    Mailbox* m_mailbox = nullptr; ///< worker thread; post() from any
    std::uint16_t m_port = 0;
    std::binary_semaphore m_ready{0};
};

} // namespace lanyard::test
