#pragma once

#include "net/EventLoop.h"
#include "net/HttpReader.h"
#include "net/Socket.h"

#include <cstdint>
#include <string>

namespace lanyard::bench {

/// What came back for one request. Tokens are those of its usage report, 0 without one.
struct Answer
{
    int status = 0;
    std::uint64_t promptTokens = 0;
    std::uint64_t completionTokens = 0;
};

class Client;

/// Who sends through a client; a client names itself by its index.
class ClientOwner
{
public:
    virtual ~ClientOwner() = default;
    virtual void onAnswer(Client& client, const Answer& answer) = 0;
    /// The connection is gone; `busy` tells whether an answer was still due.
    virtual void onLost(Client& client, bool busy) = 0;
    virtual void onBody(Client&, std::string_view) {}
};

/// One kept-alive connection with one request in flight.
class Client final : public Watcher, private HttpSink
{
public:
    Client(EventLoop& loop, std::uint16_t port, ClientOwner& owner, std::size_t index, int receiveBuffer = 0);
    ~Client() override;

    std::size_t index() const { return m_index; }

    /// `request` is not copied and has to stay until the answer is here.
    void send(std::string_view request);
    /// From now on nothing is taken from the connection, but its end is still seen.
    void stopReading();
    bool reading() const { return m_reading; }

    void onReady(std::uint32_t events) override;

private:
    void onHead(std::string_view head) override;
    void onBody(std::string_view piece) override;
    void onMessageEnd() override;

    void flush();
    void readMore();
    void lose();

    EventLoop& m_loop;
    ClientOwner& m_owner;
    const std::size_t m_index;
    Socket m_socket;
    HttpReader m_reader;
    std::string_view m_unsent;
    bool m_waitsForRoom = false;
    bool m_reading = true;
    bool m_busy = false;
    int m_status = 0;
    std::string m_bodyEnd; ///< holds the usage report, which OpenAI's format puts near the end
};

} // namespace lanyard::bench
