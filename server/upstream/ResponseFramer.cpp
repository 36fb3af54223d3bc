#include "upstream/ResponseFramer.h"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <limits>
#include <optional>

namespace lanyard {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using beast::error_code;

std::string_view view(beast::string_view text)
{
    return {text.data(), text.size()};
}

} // namespace

class ResponseFramer::Parser final
{
public:
    Parser() { reset(false); }

    void reset(bool bodiless)
    {
        m_bodiless = bodiless;
        m_rest.clear();
        m_begun = false;
        m_headBytes = 0;
        resetAnswer();
    }

    Step feed(std::string_view bytes)
    {
        m_piece = {};
        if (!m_joined.empty())
            m_joined.clear();
        m_begun = m_begun || !bytes.empty();
        if (m_rest.empty())
            return keepRest(bytes, take(bytes));
        m_rest.append(bytes);
        const std::string all = std::move(m_rest);
        m_rest.clear();
        const Step step = keepRest(all, take(all));
        if (!m_piece.empty()) // it points into `all`
            join();
        return step;
    }

    void rest()
    {
        m_piece = {};
        m_joined = std::string();
        m_rest.shrink_to_fit();
    }

    Step finish()
    {
        m_piece = {};
        m_joined.clear();
        if (m_phase != Phase::UntilEnd)
            return Step::Broken;
        m_phase = Phase::Complete;
        return Step::Complete;
    }

    std::string_view body() const { return m_joined.empty() ? m_piece : std::string_view(m_joined); }
    bool keepAlive() const { return m_phase == Phase::Complete && m_keepAlive && m_rest.empty(); }
    bool headComplete() const { return m_phase != Phase::Head; }

    HttpHeaders m_headers;
    int m_status = 0;
    bool m_begun = false;

private:
    enum class Phase { Head, Counted, Chunked, UntilEnd, Complete };

    class Grammar final : public http::basic_parser<false>
    {
    public:
        explicit Grammar(Parser& owner) : m_owner(owner) {}

    protected:
        void on_request_impl(http::verb, beast::string_view, beast::string_view, int, error_code&) override {}
        void on_response_impl(int code, beast::string_view, int, error_code&) override { m_owner.m_status = code; }
        void on_field_impl(http::field, beast::string_view name, beast::string_view value, error_code&) override
        {
            if (m_owner.m_phase == Phase::Head) // else a trailer
                m_owner.m_headers.add(view(name), view(value));
        }
        void on_header_impl(error_code&) override {}
        void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
        std::size_t on_body_impl(beast::string_view body, error_code&) override { return body.size(); }
        void on_chunk_header_impl(std::uint64_t, beast::string_view, error_code&) override { m_owner.m_insideChunk = true; }
        std::size_t on_chunk_body_impl(std::uint64_t left, beast::string_view body, error_code&) override
        {
            m_owner.m_insideChunk = left > body.size();
            m_owner.add(view(body));
            return body.size();
        }
        void on_finish_impl(error_code&) override {}

    private:
        Parser& m_owner;
    };

    void resetAnswer()
    {
        m_grammar.emplace(*this);
        m_grammar->header_limit(static_cast<std::uint32_t>(kMaxHeadBytes));
        m_grammar->body_limit(std::numeric_limits<std::uint64_t>::max());
        m_headers.clear();
        m_status = 0;
        m_left = 0;
        m_phase = Phase::Head;
        m_keepAlive = false;
        m_insideChunk = false;
    }

    /// Uses what it can; the number used is in m_used.
    Step take(std::string_view bytes)
    {
        m_used = 0;
        while (m_phase == Phase::Head) {
            const Step step = takeHead(bytes.substr(m_used));
            if (step != Step::Complete)
                return step;
        }
        bytes.remove_prefix(m_used);
        switch (m_phase) {
        case Phase::Counted: return takeCounted(bytes);
        case Phase::Chunked: return takeChunks(bytes);
        case Phase::UntilEnd:
            m_used += bytes.size();
            add(bytes);
            return Step::More;
        default: return Step::Complete;
        }
    }

    /// Complete: a head is whole; it may have been an interim one.
    Step takeHead(std::string_view bytes)
    {
        error_code ec;
        const std::size_t taken = m_grammar->put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
        m_used += taken;
        m_headBytes += taken;
        const std::size_t waiting = ec == http::error::need_more ? bytes.size() - taken : 0;
        if (ec == http::error::header_limit || m_headBytes + waiting > kMaxHeadBytes)
            return Step::HeadTooLarge;
        if (ec == http::error::need_more)
            return Step::More;
        if (ec)
            return Step::Broken;
        if (m_status < 200) {
            if (m_status == 101) // nobody asked for another protocol
                return Step::Broken;
            resetAnswer();
            return Step::Complete;
        }
        m_keepAlive = m_grammar->keep_alive();
        const auto length = m_grammar->content_length();
        if (m_bodiless || m_status == 204 || m_status == 304)
            m_phase = Phase::Complete;
        else if (m_grammar->chunked())
            m_phase = Phase::Chunked;
        else if (length)
            m_phase = *length == 0 ? Phase::Complete : Phase::Counted;
        else
            m_phase = Phase::UntilEnd;
        m_left = length.value_or(0);
        return Step::Complete;
    }

    Step takeCounted(std::string_view bytes)
    {
        const std::string_view piece = bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(m_left, bytes.size())));
        m_used += piece.size();
        m_left -= piece.size();
        add(piece);
        if (m_left > 0)
            return Step::More;
        m_phase = Phase::Complete;
        return Step::Complete;
    }

    Step takeChunks(std::string_view bytes)
    {
        while (!bytes.empty()) {
            // Beast (1.74) asserts that it sees a last chunk that comes first ("0\r\n\r\n") in no smaller pieces.
            if (bytes.size() < 5 && bytes.front() == '0' && !m_insideChunk)
                return Step::More;
            error_code ec;
            const std::size_t taken = m_grammar->put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
            m_used += taken;
            bytes.remove_prefix(taken);
            if (m_grammar->is_done()) {
                m_phase = Phase::Complete;
                return Step::Complete;
            }
            if (ec == http::error::need_more)
                return bytes.size() > kMaxHeadBytes ? Step::Broken : Step::More;
            if (ec)
                return Step::Broken;
        }
        return Step::More;
    }

    /// One piece stays where it is; several are joined.
    void add(std::string_view bytes)
    {
        if (bytes.empty())
            return;
        if (m_piece.empty() && m_joined.empty()) {
            m_piece = bytes;
            return;
        }
        join();
        m_joined.append(bytes);
    }

    void join()
    {
        m_joined.append(m_piece);
        m_piece = {};
    }

    Step keepRest(std::string_view bytes, Step step)
    {
        m_rest.assign(bytes.substr(m_used));
        return step;
    }

    std::optional<Grammar> m_grammar;
    std::string m_rest;        ///< came, but cannot be used yet
    std::string m_joined;
    std::string_view m_piece;  ///< into what was fed
    std::uint64_t m_left = 0;
    std::size_t m_used = 0;
    std::size_t m_headBytes = 0; ///< of interim answers too
    Phase m_phase = Phase::Head;
    bool m_bodiless = false;
    bool m_keepAlive = false;
    bool m_insideChunk = false; ///< data of a chunk comes next, not a chunk's first line
};

ResponseFramer::ResponseFramer() : m_parser(std::make_unique<Parser>()) {}
ResponseFramer::~ResponseFramer() = default;

void ResponseFramer::reset(bool bodiless)
{
    m_parser->reset(bodiless);
}

ResponseFramer::Step ResponseFramer::feed(std::string_view bytes)
{
    return m_parser->feed(bytes);
}

void ResponseFramer::rest()
{
    m_parser->rest();
}

ResponseFramer::Step ResponseFramer::finish()
{
    return m_parser->finish();
}

bool ResponseFramer::begun() const
{
    return m_parser->m_begun;
}

bool ResponseFramer::headComplete() const
{
    return m_parser->headComplete();
}

int ResponseFramer::status() const
{
    return m_parser->m_status;
}

const HttpHeaders& ResponseFramer::headers() const
{
    return m_parser->m_headers;
}

std::string_view ResponseFramer::body() const
{
    return m_parser->body();
}

bool ResponseFramer::keepAlive() const
{
    return m_parser->keepAlive();
}

} // namespace lanyard
