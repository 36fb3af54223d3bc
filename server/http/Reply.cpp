#include "http/Reply.h"

#include <cassert>

namespace lanyard {

Reply& Reply::operator=(Reply&& other) noexcept
{
    if (this != &other) {
        finishDropped();
        m_sink = std::move(other.m_sink);
        m_begun = other.m_begun;
        m_ended = other.m_ended;
    }
    return *this;
}

void Reply::send(SimpleAnswer answer)
{
    begin(answer.status, answer.headers, static_cast<std::int64_t>(answer.body.size()));
    if (!answer.body.empty())
        m_sink->writeWhole(std::move(answer.body));
    end();
}

void Reply::begin(int status, const HttpHeaders& headers, std::int64_t contentLength)
{
    assert(m_sink && !m_begun);
    m_begun = true;
    m_sink->begin(status, headers, contentLength);
}

void Reply::write(std::string_view bytes)
{
    assert(m_sink && m_begun && !m_ended);
    if (!bytes.empty())
        m_sink->write(bytes);
}

void Reply::end()
{
    assert(m_sink && m_begun && !m_ended);
    m_ended = true;
    m_sink->end();
}

void Reply::abort()
{
    if (!m_sink || m_ended)
        return;
    m_ended = true;
    m_sink->abort();
}

void Reply::finishDropped()
{
    if (!m_sink || m_ended)
        return;
    m_sink->setObserver(nullptr);
    if (m_begun) {
        abort();
    } else {
        send({500, {{"Content-Type", "application/json"}},
              R"({"error":{"message":"The gateway gave this request up without an answer. Please try again.","type":"server_error","param":null,"code":"internal"}})"});
    }
}

} // namespace lanyard
