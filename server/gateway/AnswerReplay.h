#pragma once

#include "base/Mailbox.h"
#include "gateway/AnswerRecording.h"
#include "http/Reply.h"
#include "surfaces/Surface.h"

#include <functional>
#include <memory>
#include <unordered_map>

namespace lanyard {

/// Gives a recorded answer to one more client, from its first byte on and as it grows.
/// Lives in: its worker's thread, owned by the ReplayDesk.
class AnswerReplay final : private ReplyObserver
{
public:
    /// `over` is called once, with the status that the client saw (0: it left, or its answer broke off).
    AnswerReplay(std::shared_ptr<AnswerRecording> recording, Reply reply, const Surface& surface, std::string requestId, Mailbox& mailbox,
                 std::function<void(int status)> over);
    ~AnswerReplay();

    void start();

private:
    void pump();
    void finish(int status);
    void onReplyDrained() override { pump(); }
    void onClientGone() override { finish(0); }

    std::shared_ptr<AnswerRecording> m_recording;
    Reply m_reply;
    const Surface& m_surface;
    std::string m_requestId;
    Mailbox& m_mailbox;
    std::function<void(int)> m_over;
    std::shared_ptr<AnswerReplay*> m_self; ///< null in it: this is gone
    std::uint64_t m_follower = 0;
    std::size_t m_sent = 0;
    int m_status = 0;
};

/// Owns the replays of one worker. Lives in: the worker's thread.
class ReplayDesk
{
public:
    explicit ReplayDesk(Mailbox& mailbox) : m_mailbox(mailbox) {}

    void start(std::shared_ptr<AnswerRecording> recording, Reply reply, const Surface& surface, std::string requestId,
               std::function<void(int status)> over);
    bool empty() const { return m_running.empty(); }
    /// For shutdown.
    void dropAll() { m_running.clear(); }

private:
    Mailbox& m_mailbox;
    std::unordered_map<AnswerReplay*, std::unique_ptr<AnswerReplay>> m_running;
};

} // namespace lanyard
