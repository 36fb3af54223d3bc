#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lanyard::bench {

/// Gets the parts of each message as they come.
class HttpSink
{
public:
    virtual ~HttpSink() = default;
    virtual void onHead(std::string_view head) = 0; ///< first line and headers, without the empty line
    virtual void onBody(std::string_view piece) = 0;
    virtual void onMessageEnd() = 0;
};

/// Cuts a connection's bytes into HTTP/1.1 messages, requests or responses, with Content-Length or chunked. It trusts
/// its peers: they are the programs of this benchmark and the proxies that it measures.
class HttpReader
{
public:
    explicit HttpReader(HttpSink& sink) : m_sink(sink) {}

    /// False when the bytes are no HTTP message of this kind.
    bool feed(std::string_view bytes);

private:
    enum class State { Head, Body, ChunkSize, ChunkData, ChunkEnd, Trailer };

    bool takeHead(std::string_view& bytes);
    bool beginBody(std::string_view head);
    void takeBody(std::string_view& bytes);
    bool takeChunkLine(std::string_view& bytes);
    bool onChunkLine(std::string_view line);
    void endMessage();

    HttpSink& m_sink;
    State m_state = State::Head;
    std::string m_partial; ///< a head or a chunk line that has not come whole
    std::uint64_t m_left = 0;
};

/// The status of a response's head; 0 if it has none.
int statusOf(std::string_view head);

} // namespace lanyard::bench
