#include "upstream/DemoUpstream.h"

#include "eventloop/TimerWheel.h"
#include "providers/demo/DemoAnswer.h"
#include "upstream/Lifetime.h"

#include <QTimer>

namespace lanyard {
namespace {

/// Three words a tick of the wheel: about 60 a second.
constexpr std::size_t kWordsAtOnce = 3;

class DemoCall final : public UpstreamCall
{
public:
    DemoCall(TimerWheel& timers, const UpstreamRequest& request, UpstreamObserver& observer)
        : m_observer(observer),
          m_answer(demoAnswer(request.method, request.url, request.body.joined(), SystemClock().wall().time_since_epoch() / std::chrono::seconds(1))),
          m_pace(timers, [this] { play(); })
    {
        m_first.setSingleShot(true);
        m_first.callOnTimeout(&m_first, [this] { play(); });
        m_first.start(0);
    }

    void pause() override { m_paused = true; }

    void resume() override
    {
        if (!m_paused)
            return;
        m_paused = false;
        m_first.start(0);
    }

private:
    void play()
    {
        if (m_paused || m_ended)
            return;
        const Lifetime::Watch watch(m_lifetime);
        if (!m_headTold) {
            m_headTold = true;
            m_observer.onUpstreamHead(m_answer.status, m_answer.headers);
        }
        if (!watch.ended() && !m_paused && m_next < m_answer.pieces.size())
            m_observer.onUpstreamBody(takePieces());
        if (watch.ended() || m_paused)
            return;
        if (m_next < m_answer.pieces.size()) {
            m_pace.start({}); // the next tick
            return;
        }
        m_ended = true;
        m_observer.onUpstreamEnd({}); // may destroy this
    }

    /// Up to the next pause of the speaker.
    std::string takePieces()
    {
        std::string bytes;
        std::size_t words = 0;
        while (m_next < m_answer.pieces.size()) {
            const DemoAnswer::Piece& piece = m_answer.pieces[m_next];
            if (piece.paced && words++ == kWordsAtOnce)
                break;
            bytes += piece.bytes;
            ++m_next;
        }
        return bytes;
    }

    UpstreamObserver& m_observer;
    DemoAnswer m_answer;
    QTimer m_first; ///< 0 ms: an observer is never called from inside start() or resume()
    WheelTimer m_pace;
    std::size_t m_next = 0; ///< the next piece to tell
    Lifetime m_lifetime;
    bool m_headTold = false;
    bool m_paused = false;
    bool m_ended = false;
};

} // namespace

std::unique_ptr<UpstreamCall> DemoUpstream::start(UpstreamRequest request, UpstreamObserver& observer)
{
    return std::make_unique<DemoCall>(m_timers, request, observer);
}

} // namespace lanyard
