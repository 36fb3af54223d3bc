#include "gateway/AnswerReplay.h"

#include "base/Error.h"

namespace lanyard {
namespace {

/// The recorded head for another request: what belongs to the first one alone is not repeated.
HttpHeaders headFor(const HttpHeaders& recorded, const std::string& requestId)
{
    HttpHeaders headers;
    headers.reserve(recorded.size() + 1);
    headers.add("X-Request-Id", requestId);
    headers.add("Idempotent-Replayed", "true");
    for (const auto& [name, value] : recorded) {
        if (!equalsIgnoringCase(name, "x-request-id") && !equalsIgnoringCase(name, "x-lanyard-queued-ms"))
            headers.add(name, value);
    }
    return headers;
}

} // namespace

AnswerReplay::AnswerReplay(std::shared_ptr<AnswerRecording> recording, Reply reply, const Surface& surface, std::string requestId,
                           Mailbox& mailbox, std::function<void(int)> over)
    : m_recording(std::move(recording)), m_reply(std::move(reply)), m_surface(surface), m_requestId(std::move(requestId)), m_mailbox(mailbox),
      m_over(std::move(over)), m_self(std::make_shared<AnswerReplay*>(this))
{
}

AnswerReplay::~AnswerReplay()
{
    *m_self = nullptr;
    if (m_follower != 0)
        m_recording->unfollow(m_follower);
    m_reply.setObserver(nullptr);
}

void AnswerReplay::start()
{
    m_reply.setObserver(this);
    m_follower = m_recording->follow([mailbox = &m_mailbox, self = m_self] {
        mailbox->post([self] {
            if (*self)
                (*self)->pump();
        });
    });
    pump();
}

void AnswerReplay::pump()
{
    if (!m_over || m_reply.bytesPending() > Reply::kHighWaterBytes)
        return;
    const AnswerRecording::State state = m_recording->state(); // before the bytes: a whole answer's are all there
    if (state == AnswerRecording::State::Spoilt) {
        if (m_reply.begun()) {
            m_reply.abort();
            return finish(0);
        }
        const Error error{ErrorCode::Conflict, "the request that this one repeats did not get a whole answer; send it again with the same Idempotency-Key"};
        m_reply.send({error.httpStatus(), {{"Content-Type", "application/json"}, {"X-Request-Id", m_requestId}, {"Retry-After", "1"}}, m_surface.errorBody(error)});
        return finish(error.httpStatus());
    }
    const AnswerRecording::Head head = m_recording->head();
    if (head.status == 0)
        return;
    const std::string bytes = m_recording->bytesFrom(m_sent);
    if (!m_reply.begun()) {
        m_status = head.status;
        m_reply.begin(head.status, headFor(head.headers, m_requestId));
    }
    m_sent += bytes.size();
    m_reply.write(bytes);
    if (state == AnswerRecording::State::Whole) {
        m_reply.end();
        finish(m_status);
    }
}

void AnswerReplay::finish(int status)
{
    m_reply.setObserver(nullptr);
    if (const auto over = std::exchange(m_over, nullptr))
        over(status);
}

void ReplayDesk::start(std::shared_ptr<AnswerRecording> recording, Reply reply, const Surface& surface, std::string requestId,
                       std::function<void(int)> over)
{
    const auto slot = std::make_shared<AnswerReplay*>(nullptr);
    auto replay = std::make_unique<AnswerReplay>(std::move(recording), std::move(reply), surface, std::move(requestId), m_mailbox,
                                                 [this, slot, over = std::move(over)](int status) {
                                                     over(status);
                                                     m_mailbox.post([this, replay = *slot] { m_running.erase(replay); }); // it is on the stack now
                                                 });
    AnswerReplay& started = *replay;
    *slot = &started;
    m_running.emplace(&started, std::move(replay));
    started.start();
}

} // namespace lanyard
