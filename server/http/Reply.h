#pragma once

#include "http/HttpMessages.h"

#include <functional>
#include <memory>

namespace lanyard {

/// What the connection tells the handler while a reply is open. Called from the worker's loop, never from inside a
/// call to Reply.
class ReplyObserver
{
public:
    /// bytesPending() was above Reply::kHighWaterBytes and fell below a quarter of that.
    virtual void onReplyDrained() = 0;
    /// The client closed, or was dropped for not reading. Once.
    virtual void onClientGone() = 0;

protected:
    ~ReplyObserver() = default;
};

/// The connection's side of a Reply. One implementation talks to a real connection, one in tests records.
/// Lives in: its worker's thread.
class ReplySink
{
public:
    virtual ~ReplySink() = default;
    /// `contentLength` -1: chunked (closed at the end for HTTP/1.0).
    virtual void begin(int status, const HttpHeaders& headers, std::int64_t contentLength) = 0;
    virtual void write(std::string_view bytes) = 0;
    /// All that the answer's body is, given away: what the client does not take at once need not be copied.
    virtual void writeWhole(std::string&& body) { write(body); }
    virtual void end() = 0;
    /// Breaks the connection without a proper end, so that the client notices that the answer is not whole.
    virtual void abort() = 0;
    virtual std::size_t bytesPending() const = 0;
    virtual bool clientGone() const = 0;
    /// Of a client that is gone: it was dropped, because it had read nothing for too long.
    virtual bool clientStalled() const { return false; }
    /// Null ends the observing. The observer must outlive the reply or take itself out.
    virtual void setObserver(ReplyObserver* observer) = 0;
};

/// The one way to answer a request. Move-only; used in the worker's thread.
///
/// begin() once, write() any number of times, end() once; or send() alone. HEAD is handled below: bytes written to one
/// are counted, not sent. A reply that is dropped before begin() answers 500; after begin() it breaks the connection,
/// because a proper end would claim that the answer is whole. Nothing is ever written once the client is gone.
class Reply
{
public:
    /// Who finds more than this pending may wait for onReplyDrained(): so much is left only when the client's socket
    /// takes nothing more.
    static constexpr std::size_t kHighWaterBytes = std::size_t{16} * 1024;

    Reply() = default;
    /// `sink` is shared with the connection, which may go first.
    explicit Reply(std::shared_ptr<ReplySink> sink) : m_sink(std::move(sink)) {}
    Reply(Reply&&) noexcept = default;
    Reply& operator=(Reply&& other) noexcept;
    ~Reply() { finishDropped(); }

    explicit operator bool() const { return m_sink != nullptr; }
    void send(SimpleAnswer answer);
    void begin(int status, const HttpHeaders& headers, std::int64_t contentLength = -1);
    void write(std::string_view bytes);
    void end();
    void abort();

    /// Puts a sink of `wrap`'s making between this reply and the client's, before anything was sent.
    template<class Wrap>
    void wrap(Wrap wrap)
    {
        m_sink = wrap(std::move(m_sink));
    }

    void setObserver(ReplyObserver* observer) { if (m_sink) m_sink->setObserver(observer); }

    bool begun() const { return m_begun; }
    bool ended() const { return m_ended; }
    /// Bytes accepted by write() that the client has not taken yet.
    std::size_t bytesPending() const { return m_sink ? m_sink->bytesPending() : 0; }
    bool clientGone() const { return m_sink && m_sink->clientGone(); }
    bool clientStalled() const { return m_sink && m_sink->clientStalled(); }

private:
    void finishDropped();

    std::shared_ptr<ReplySink> m_sink;
    bool m_begun = false;
    bool m_ended = false;
};

} // namespace lanyard
