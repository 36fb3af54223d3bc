#pragma once

#include "net/EventLoop.h"
#include "net/HttpReader.h"
#include "net/Socket.h"
#include "upstream/Script.h"

#include <functional>
#include <string>

namespace lanyard::bench {

/// One kept-alive connection of a client: reads a request, answers it by its script, waits for the next.
class UpstreamConnection final : public Watcher, private HttpSink
{
public:
    /// `answers` counts the answers of all connections; `gone` is called once, when the client has left.
    UpstreamConnection(EventLoop& loop, Socket socket, std::uint64_t& answers,
                       std::function<void(UpstreamConnection*)> gone);

    void onReady(std::uint32_t events) override;

private:
    void onHead(std::string_view head) override;
    void onBody(std::string_view piece) override;
    void onMessageEnd() override;

    void beginStream();
    void onChunkDue();
    void writeChunks();
    void readMore();
    void flush();
    void leave();

    EventLoop& m_loop;
    Socket m_socket;
    HttpReader m_reader;
    std::uint64_t& m_answers;
    std::function<void(UpstreamConnection*)> m_gone;
    bool m_left = false;

    std::string m_bodyStart; ///< as much of the request as can hold its script
    Script m_script;
    std::uint64_t m_chunksLeft = 0;
    Nanos m_nextChunk = 0;
    Timer m_timer;

    std::string m_unsent;
    bool m_waitsForRoom = false;
};

} // namespace lanyard::bench
