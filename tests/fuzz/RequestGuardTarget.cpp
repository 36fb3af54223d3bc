#include "FuzzSupport.h"
#include "Targets.h"

#include "http/BodyCollector.h"
#include "http/RequestFramer.h"

#include <algorithm>
#include <memory>

namespace lanyard::fuzz {
namespace {

using Step = RequestFramer::Step;

/// Small, so that inputs of a few kilobytes reach every one of them.
HttpLimits smallLimits()
{
    HttpLimits limits;
    limits.headerBytes = 1024;
    limits.bodyBytes = 3000;
    limits.spillBytes = 1000;
    return limits;
}

/// The longest line between two chunks; the framer's own constant.
constexpr std::size_t kMaxChunkLine = 4096;
/// Byte by byte costs the square of the size.
constexpr std::size_t kMaxForBytes = 1024;

bool isCleanText(std::string_view text)
{
    return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

/// Plays the connection: keeps what the framer did not use, and writes down what a handler would have seen.
class Connection
{
public:
    void receive(std::string_view piece)
    {
        if (m_over)
            return;
        m_unused.append(piece);
        const ExactCopy bytes(m_unused);
        std::size_t used = 0;
        while (!m_over && used < bytes.view().size() && processOne(bytes.view(), used)) { }
        m_unused.erase(0, used);
        require(m_over || m_unused.size() <= std::max(kMaxChunkLine, m_limits.headerBytes), "unused input is bounded");
    }

    /// What handlers saw.
    const std::string& protocol() const { return m_protocol; }
    /// Nothing was left over: neither a refusal nor a request that waits for more and would run into a time-out.
    bool ended() const { return !m_refused && (m_over || (!m_began && m_unused.empty())); }

private:
    bool processOne(std::string_view bytes, std::size_t& used)
    {
        const std::size_t before = used;
        const Step step = m_framer.feed(bytes.substr(used), used, &m_body);
        require(used >= before && used <= bytes.size(), "the framer takes a prefix");
        m_began = m_began || used > before;
        switch (step) {
        case Step::NeedMore: return false;
        case Step::HeadComplete: onHead(); return true;
        case Step::Complete: onComplete(); return true;
        case Step::Stopped: refuse(m_body.fault()); return false;
        case Step::Failed: refuse(m_framer.fault()); return false;
        }
        return false;
    }

    void onHead()
    {
        const RequestHead& head = m_framer.head();
        checkHead(head);
        m_protocol += std::string(toString(head.method)) + ' ' + head.target + " 1." + std::to_string(head.minorVersion);
        m_protocol += m_framer.keepAlive() ? " keep " : " close ";
        m_protocol += m_framer.chunked() ? "chunked" : std::to_string(head.declaredLength);
        m_protocol += m_framer.expectsContinue() ? " expects\n" : "\n";
        for (const auto& [name, value] : head.headers)
            m_protocol.append(name).append(": ").append(value).append("\n");
        m_inBody = true;
        if (const auto fault = m_body.start(head))
            refuse(*fault);
        else if (m_framer.complete())
            onComplete();
        else if (const auto full = m_body.makeRoom(head))
            refuse(*full);
    }

    void checkHead(const RequestHead& head) const
    {
        require(head.target.starts_with('/') || head.target == "*", "a target is a path or *");
        require(isCleanText(head.target), "no line break in a target");
        for (const auto& [name, value] : head.headers)
            require(!name.empty() && isCleanText(name) && name.find(':') == std::string::npos && isCleanText(value),
                    "a field is one line");
        require(head.headers.count("Host") + (head.minorVersion == 0) >= 1 && head.headers.count("Host") <= 1, "one Host");
        require(head.headers.count("Content-Length") + head.headers.count("Transfer-Encoding") <= 1,
                "one word about the body's length");
        require(m_framer.chunked() == head.headers.contains("Transfer-Encoding"), "chunked as the field says");
        require(head.declaredLength <= m_limits.bodyBytes, "a length over the limit is refused");
    }

    void onComplete()
    {
        const RequestHead& head = m_framer.head();
        const bool packed = head.headers.contains("Content-Encoding");
        const auto body = m_body.finish();
        if (!body)
            return refuse(m_body.fault());
        require(static_cast<std::int64_t>(body->view().size()) <= m_limits.bodyBytes, "a body keeps the limit");
        if (!packed && !m_framer.chunked())
            require(static_cast<std::int64_t>(body->view().size()) == std::max<std::int64_t>(head.declaredLength, 0),
                    "a body is as long as was said");
        m_protocol.append(body->view()).append("\n");
        m_over = !m_framer.keepAlive();
        m_began = m_inBody = false;
        m_framer.reset();
        m_body.clear();
    }

    void refuse(const HttpFault& fault)
    {
        require(fault.status >= 400 && fault.status < 600 && !fault.message.empty() && !fault.code.empty(),
                "a refusal has a status, a code and a message");
        m_refused = true;
        m_over = true;
    }

    const HttpLimits m_limits = smallLimits();
    RequestFramer m_framer{m_limits};
    BodyCollector m_body{m_limits};
    std::string m_unused;
    std::string m_protocol;
    bool m_refused = false;
    bool m_began = false; ///< a byte of a request that is not whole was taken
    bool m_inBody = false;
    bool m_over = false;
};

std::unique_ptr<Connection> serve(const std::vector<std::string_view>& pieces)
{
    auto connection = std::make_unique<Connection>();
    for (const std::string_view piece : pieces)
        connection->receive(piece);
    return connection;
}

void requireSame(const Connection& whole, const Connection& cut)
{
    requireEqual(whole.protocol(), cut.protocol(), "handlers see the same whatever the cuts");
    // What is wrong in two ways is refused for one or the other, or left to the time-out when it has no end, by where it was
    // cut: Beast looks for a line's end before it looks again at the line. But it is never accepted.
    require(whole.ended() == cut.ended(), "what is refused or waited for is not accepted in other cuts");
}

} // namespace

void fuzzRequestGuard(std::string_view input)
{
    const CutInput cut(input);
    const auto whole = serve(cut.asOnePiece());
    requireSame(*whole, *serve(cut.asCut()));
    if (cut.bytes.size() <= kMaxForBytes)
        requireSame(*whole, *serve(cut.asBytes()));
}

} // namespace lanyard::fuzz
