#pragma once

#include "http/Reply.h"

#include <cstdint>
#include <string>

namespace lanyard {

/// What the reply needs of its connection.
class ReplyTarget
{
public:
    /// Where to append; replyGrew() afterwards.
    virtual std::string& replyOutput() = 0;
    virtual void replyGrew() = 0;
    /// Appends bytes; large ones may go to the socket from where they are.
    virtual void replyWrite(std::string_view bytes) = 0;
    /// The same; what does not fit into the socket is kept as it is.
    virtual void replyAdopt(std::string&& bytes) = 0;
    /// Whether the connection may serve another request after this one.
    virtual bool replyKeepsConnection() const = 0;
    virtual std::size_t replyPending() const = 0;
    virtual void replyEnded(bool keepConnection) = 0;
    /// `closeDelimited`: only a reset can tell the client that the answer is not whole.
    virtual void replyAborted(bool closeDelimited) = 0;

protected:
    ~ReplyTarget() = default;
};

/// The answer to one request in HTTP/1 form.
/// Lives in: its worker's thread. Outlives its connection when the handler keeps it; it then swallows everything.
class ConnectionReply final : public ReplySink
{
public:
    struct Request
    {
        bool head = false; ///< HEAD: the body is counted, not sent
        int minorVersion = 1;
        std::string allowedOrigin; ///< "" = no page may read it
    };

    ConnectionReply(ReplyTarget& target, Request request) : m_target(&target), m_request(std::move(request)) {}

    void begin(int status, const HttpHeaders& headers, std::int64_t contentLength) override;
    void write(std::string_view bytes) override;
    void writeWhole(std::string&& body) override;
    void end() override;
    void abort() override;
    std::size_t bytesPending() const override { return m_target ? m_target->replyPending() : 0; }
    bool clientGone() const override { return m_clientGone; }
    bool clientStalled() const override { return m_clientStalled; }
    void setObserver(ReplyObserver* observer) override { m_observer = observer; }

    /// The connection is gone or done with this reply; nothing is called on it any more.
    void detach() { m_target = nullptr; }
    void markClientGone(bool stalled)
    {
        m_clientGone = true;
        m_clientStalled = stalled;
        m_target = nullptr;
    }
    bool open() const { return !m_ended; }
    bool begun() const { return m_framing != Framing::None; }
    /// Calls of the observer, from the loop only.
    void tellDrained();
    void tellClientGone();

private:
    enum class Framing { None, NoBody, Length, Chunked, UntilClose };

    Framing framingFor(int status, std::int64_t contentLength) const;
    void appendHead(std::string& text, int status, const HttpHeaders& headers, std::int64_t contentLength);
    void finish(bool keepConnection);

    ReplyTarget* m_target;
    ReplyObserver* m_observer = nullptr;
    Request m_request;
    std::int64_t m_toCome = 0; ///< of a declared length
    Framing m_framing = Framing::None;
    bool m_keepConnection = false;
    bool m_ended = false;
    bool m_clientGone = false;
    bool m_clientStalled = false;
};

} // namespace lanyard
