#include "gateway/TapSink.h"

namespace lanyard {

TapSink::TapSink(std::shared_ptr<ReplySink> client, std::shared_ptr<AnswerRecording> recording, WhenGone whenGone)
    : m_client(std::move(client)), m_recording(std::move(recording)), m_whenGone(whenGone)
{
}

TapSink::~TapSink()
{
    m_client->setObserver(nullptr);
    if (m_recording->state() == AnswerRecording::State::Running) // nobody will write the rest
        m_recording->spoil();
}

void TapSink::begin(int status, const HttpHeaders& headers, std::int64_t contentLength)
{
    m_recording->begin(status, headers);
    m_client->begin(status, headers, contentLength);
}

void TapSink::write(std::string_view bytes)
{
    m_recording->append(bytes);
    m_client->write(bytes);
}

void TapSink::end()
{
    m_recording->finish();
    m_client->end();
}

void TapSink::abort()
{
    m_recording->spoil();
    m_client->abort();
}

std::size_t TapSink::bytesPending() const
{
    return m_client->clientGone() ? 0 : m_client->bytesPending();
}

bool TapSink::clientGone() const
{
    return m_whenGone == WhenGone::End && m_client->clientGone();
}

void TapSink::setObserver(ReplyObserver* observer)
{
    m_observer = observer;
    m_client->setObserver(observer ? this : nullptr);
}

void TapSink::onReplyDrained()
{
    if (m_observer)
        m_observer->onReplyDrained();
}

void TapSink::onClientGone()
{
    if (!m_observer)
        return;
    if (m_whenGone == WhenGone::End)
        m_observer->onClientGone();
    else
        m_observer->onReplyDrained(); // whoever was slow is slow no more
}

} // namespace lanyard
