#include "http/RequestFramer.h"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <optional>

namespace lanyard {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using beast::error_code;

constexpr std::size_t kMaxFields = 256;
/// Any more could not be counted in 63 bits: no length but an attempt at overflowing somebody's arithmetic.
constexpr std::size_t kMaxLengthDigits = 18;
/// A line between two chunks: sixteen digits and whatever extension somebody dreams up.
constexpr std::size_t kMaxChunkLine = 4096;

std::string_view view(beast::string_view text)
{
    return {text.data(), text.size()};
}

bool isDigits(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// True when a header line continues on the next one (obs-fold, RFC 9112 section 5.2).
bool hasFoldedLine(std::string_view lines)
{
    for (std::size_t end = lines.find('\n'); end != std::string_view::npos && end + 1 < lines.size();
         end = lines.find('\n', end + 1)) {
        if (lines[end + 1] == ' ' || lines[end + 1] == '\t')
            return true;
    }
    return false;
}

std::string_view firstLine(std::string_view bytes)
{
    return bytes.substr(0, bytes.find("\r\n"));
}

/// "GET / HTTP/9.9": well formed, but of a version that is not spoken here.
bool namesOtherVersion(std::string_view line)
{
    constexpr std::string_view kName = " HTTP/";
    const std::size_t at = line.rfind(kName);
    if (at == std::string_view::npos)
        return false;
    const std::string_view version = line.substr(at + kName.size());
    return version.size() == 3 && isDigits(version.substr(0, 1)) && version[1] == '.' && isDigits(version.substr(2));
}

/// The value of the field that `line` starts with.
std::string_view valueOf(std::string_view line)
{
    std::string_view value = line.substr(std::min(line.find(':') + 1, line.size()));
    while (!value.empty() && (value.front() == ' ' || value.front() == '\t'))
        value.remove_prefix(1);
    while (!value.empty() && (value.back() == ' ' || value.back() == '\t'))
        value.remove_suffix(1);
    return value;
}

bool isHostValue(std::string_view value)
{
    return value.find_first_of(" \t/?#@,") == std::string_view::npos;
}

/// "http://host/path" -> "/path": servers must take the absolute form (RFC 9112 section 3.2.2).
std::optional<std::string_view> originForm(std::string_view target, HttpMethod method)
{
    if (target.starts_with('/') || (target == "*" && method == HttpMethod::Options))
        return target;
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (target.size() > scheme.size() && equalsIgnoringCase(target.substr(0, scheme.size()), scheme)) {
            const std::size_t path = target.find('/', scheme.size());
            return path == std::string_view::npos ? std::string_view("/") : target.substr(path);
        }
    }
    return std::nullopt;
}

} // namespace

class RequestFramer::Parser final
{
public:
    explicit Parser(const HttpLimits& limits) : m_limits(limits) { reset(); }

    void reset()
    {
        m_grammar.emplace(*this);
        m_grammar->header_limit(static_cast<std::uint32_t>(m_limits.headerBytes));
        m_grammar->body_limit(static_cast<std::uint64_t>(m_limits.bodyBytes));
        m_head = {};
        m_fault = {};
        m_headBytes = 0;
        m_toCome = 0;
        m_hosts = m_lengths = m_codings = 0;
        m_phase = Phase::Head;
        m_chunked = m_expectsContinue = m_keepAlive = m_stopped = m_insideChunk = false;
    }

    Step feed(std::string_view bytes, std::size_t& used, BodyTaker* taker)
    {
        switch (m_phase) {
        case Phase::Head:
            return feedHead(bytes, used);
        case Phase::Body:
            return m_chunked ? feedChunks(bytes, used, taker) : feedCounted(bytes, used, taker);
        case Phase::Complete:
            return Step::Complete;
        case Phase::Failed:
            break;
        }
        return Step::Failed;
    }

    RequestHead m_head;
    HttpFault m_fault;
    std::int64_t m_toCome = 0;
    bool m_chunked = false;
    bool m_expectsContinue = false;
    bool m_keepAlive = false;
    bool complete() const { return m_phase == Phase::Complete; }

private:
    enum class Phase { Head, Body, Complete, Failed };

    class Grammar final : public http::basic_parser<true>
    {
    public:
        explicit Grammar(Parser& owner) : m_owner(owner) {}

    protected:
        void on_request_impl(http::verb, beast::string_view method, beast::string_view target, int version,
                             error_code& ec) override
        {
            m_owner.onRequestLine(view(method), view(target), version, ec);
        }
        void on_response_impl(int, beast::string_view, int, error_code&) override {}
        void on_field_impl(http::field id, beast::string_view name, beast::string_view value, error_code& ec) override
        {
            m_owner.onField(id, view(name), view(value), ec);
        }
        void on_header_impl(error_code&) override {}
        void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
        std::size_t on_body_impl(beast::string_view body, error_code&) override { return body.size(); }
        void on_chunk_header_impl(std::uint64_t, beast::string_view, error_code&) override
        {
            m_owner.m_insideChunk = true;
        }
        std::size_t on_chunk_body_impl(std::uint64_t toCome, beast::string_view body, error_code& ec) override
        {
            m_owner.m_insideChunk = body.size() < toCome;
            if (m_owner.m_taker && !m_owner.m_taker->takeBody(view(body))) {
                m_owner.m_stopped = true;
                ec = http::error::end_of_stream;
            }
            return body.size();
        }
        void on_finish_impl(error_code&) override {}

    private:
        Parser& m_owner;
    };

    Step fail(int status, std::string_view code, std::string message)
    {
        m_phase = Phase::Failed;
        m_fault = {status, code, std::move(message)};
        return Step::Failed;
    }

    /// Called inside the grammar: the first fault wins.
    void refuse(error_code& ec, int status, std::string_view code, std::string message)
    {
        fail(status, code, std::move(message));
        ec = http::error::bad_value;
    }

    void onRequestLine(std::string_view method, std::string_view target, int version, error_code& ec)
    {
        m_head.method = httpMethodFrom(method);
        m_head.minorVersion = version - 10;
        m_head.headers.reserve(16);
        const std::optional<std::string_view> path = originForm(target, m_head.method);
        if (!path)
            return refuse(ec, 400, "bad_target", "The request target must be a path that starts with /.");
        m_head.target = *path;
    }

    void onField(http::field id, std::string_view name, std::string_view value, error_code& ec)
    {
        if (m_phase != Phase::Head)
            return; // a trailer: nothing here reads them, and merging them would change what was checked
        if (m_head.headers.size() >= kMaxFields)
            return refuse(ec, 431, "header_too_large", "The request has too many header fields; send fewer.");
        switch (id) {
        case http::field::host:
            ++m_hosts;
            if (!isHostValue(value))
                return refuse(ec, 400, "bad_host", "The Host field is not a host name with an optional port.");
            break;
        case http::field::content_length:
            if (++m_lengths > 1 || !isDigits(value) || value.size() > kMaxLengthDigits)
                return refuse(ec, 400, "bad_content_length", "Content-Length must be given once, as a plain number.");
            break;
        case http::field::transfer_encoding:
            if (!equalsIgnoringCase(value, "chunked"))
                return refuseCoding(ec);
            ++m_codings;
            break;
        case http::field::expect:
            if (!equalsIgnoringCase(value, "100-continue"))
                return refuse(ec, 417, "bad_expectation",
                              "Only `Expect: 100-continue` can be met; leave the field out.");
            m_expectsContinue = true;
            break;
        default:
            break;
        }
        m_head.headers.add(name, value);
    }

    void refuseCoding(error_code& ec)
    {
        refuse(ec, 501, "bad_transfer_encoding", "The only Transfer-Encoding that is understood is chunked.");
    }

    Step feedHead(std::string_view bytes, std::size_t& used)
    {
        error_code ec;
        const std::size_t taken = m_grammar->put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
        used += taken;
        m_headBytes += taken;
        if (m_phase == Phase::Failed)
            return Step::Failed;
        if (hasFoldedLine(bytes.substr(0, taken)))
            return fail(400, "bad_header", "A header line is folded over two lines; send each field on one line.");
        if (ec == http::error::need_more)
            return m_headBytes + (bytes.size() - taken) > m_limits.headerBytes ? failHeaderLimit() : Step::NeedMore;
        if (ec && ec != http::error::body_limit)
            return failHead(ec, bytes.substr(taken));
        if (m_headBytes > m_limits.headerBytes)
            return failHeaderLimit();
        return ec ? failBodyLimit() : finishHead();
    }

    Step finishHead()
    {
        if (m_hosts > 1 || (m_hosts == 0 && m_head.minorVersion > 0))
            return fail(400, "bad_host", "The request must have exactly one Host field.");
        if (m_codings > 0 && m_head.minorVersion == 0)
            return fail(400, "bad_transfer_encoding", "Transfer-Encoding does not exist in HTTP/1.0; use HTTP/1.1.");
        m_keepAlive = m_grammar->keep_alive();
        m_chunked = m_grammar->chunked();
        if (const auto length = m_grammar->content_length())
            m_head.declaredLength = m_toCome = static_cast<std::int64_t>(*length);
        m_phase = m_chunked || m_toCome > 0 ? Phase::Body : Phase::Complete;
        return Step::HeadComplete;
    }

    Step failHeaderLimit()
    {
        return fail(431, "header_too_large",
                    "The request's header fields are larger than " + std::to_string(m_limits.headerBytes) +
                        " bytes; send less.");
    }

    Step failBodyLimit()
    {
        return fail(413, "body_too_large",
                    "The request's body is larger than " + std::to_string(m_limits.bodyBytes) + " bytes; send less.");
    }

    /// `rest` starts at the line that the grammar refused.
    Step failHead(const error_code& ec, std::string_view rest)
    {
        if (ec == http::error::header_limit)
            return failHeaderLimit();
        if (ec == http::error::bad_version && namesOtherVersion(firstLine(rest)))
            return fail(505, "bad_version", "This server speaks HTTP/1.1 and HTTP/1.0 only.");
        if (ec == http::error::bad_content_length)
            return fail(400, "bad_content_length",
                        "Content-Length must be given once, as a plain number, and not with Transfer-Encoding.");
        if (ec == http::error::bad_transfer_encoding) {
            if (!equalsIgnoringCase(valueOf(firstLine(rest)), "chunked"))
                return fail(501, "bad_transfer_encoding", "The only Transfer-Encoding that is understood is chunked.");
            return fail(400, "bad_transfer_encoding",
                        "Transfer-Encoding must be given once, and not with Content-Length.");
        }
        return fail(400, "bad_request", "The request is not valid HTTP (" + ec.message() + ").");
    }

    Step feedCounted(std::string_view bytes, std::size_t& used, BodyTaker* taker)
    {
        const std::string_view piece = bytes.substr(
            0, static_cast<std::size_t>(std::min<std::int64_t>(m_toCome, static_cast<std::int64_t>(bytes.size()))));
        used += piece.size();
        m_toCome -= static_cast<std::int64_t>(piece.size());
        if (m_toCome == 0)
            m_phase = Phase::Complete;
        if (taker && !piece.empty() && !taker->takeBody(piece))
            return Step::Stopped;
        return m_toCome == 0 ? Step::Complete : Step::NeedMore;
    }

    Step feedChunks(std::string_view bytes, std::size_t& used, BodyTaker* taker)
    {
        m_taker = taker;
        while (!bytes.empty() && !m_grammar->is_done()) {
            // Beast (1.74) asserts that it sees a last chunk that comes first ("0\r\n\r\n") in no smaller pieces.
            if (bytes.size() < 5 && bytes.front() == '0' && !m_insideChunk)
                return Step::NeedMore;
            error_code ec;
            const std::size_t taken = m_grammar->put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
            used += taken;
            bytes.remove_prefix(taken);
            if (m_stopped)
                return Step::Stopped;
            if (ec == http::error::need_more)
                return bytes.size() > std::max(kMaxChunkLine, m_limits.headerBytes) ? failHeaderLimit()
                                                                                    : Step::NeedMore;
            if (ec)
                return failChunk(ec, bytes);
        }
        if (!m_grammar->is_done())
            return Step::NeedMore;
        m_phase = Phase::Complete;
        return Step::Complete;
    }

    Step failChunk(const error_code& ec, std::string_view rest)
    {
        if (ec == http::error::body_limit && !isAbsurdSize(rest))
            return failBodyLimit();
        return fail(400, "bad_chunk", "The chunked body is broken (" + ec.message() + ").");
    }

    /// 2^60 or more: no large body either.
    static bool isAbsurdSize(std::string_view chunkLine)
    {
        if (chunkLine.starts_with("\r\n"))
            chunkLine.remove_prefix(2);
        chunkLine = chunkLine.substr(0, chunkLine.find_first_of(";\r"));
        chunkLine.remove_prefix(std::min(chunkLine.find_first_not_of('0'), chunkLine.size()));
        return chunkLine.size() > 15;
    }

    const HttpLimits& m_limits;
    std::optional<Grammar> m_grammar;
    BodyTaker* m_taker = nullptr; ///< during feed()
    std::size_t m_headBytes = 0;
    int m_hosts = 0;
    int m_lengths = 0;
    int m_codings = 0;
    Phase m_phase = Phase::Head;
    bool m_stopped = false;
    bool m_insideChunk = false; ///< data of a chunk comes next, not a chunk's first line
};

RequestFramer::RequestFramer(const HttpLimits& limits) : m_parser(std::make_unique<Parser>(limits)) {}

RequestFramer::~RequestFramer() = default;

void RequestFramer::reset()
{
    m_parser->reset();
}

RequestFramer::Step RequestFramer::feed(std::string_view bytes, std::size_t& used, BodyTaker* taker)
{
    return m_parser->feed(bytes, used, taker);
}

RequestHead& RequestFramer::head()
{
    return m_parser->m_head;
}

bool RequestFramer::keepAlive() const
{
    return m_parser->m_keepAlive;
}

bool RequestFramer::complete() const
{
    return m_parser->complete();
}

bool RequestFramer::chunked() const
{
    return m_parser->m_chunked;
}

std::int64_t RequestFramer::bytesToCome() const
{
    return m_parser->m_toCome;
}

bool RequestFramer::expectsContinue() const
{
    return m_parser->m_expectsContinue;
}

const HttpFault& RequestFramer::fault() const
{
    return m_parser->m_fault;
}

} // namespace lanyard
