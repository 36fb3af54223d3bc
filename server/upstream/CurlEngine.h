#pragma once

#include "upstream/CurlUpstream.h"
#include "upstream/EasyHandle.h"
#include "upstream/Lifetime.h"
#include "upstream/SocketWatcher.h"
#include "upstream/TrustStore.h"
#include "upstream/UrlCache.h"

#include <QBasicTimer>
#include <QObject>

#include <curl/curl.h>

#include <memory>
#include <string>
#include <vector>

namespace lanyard {

class CurlCall;

/// One curl multi handle and what drives it: sockets, curl's timer, and turns. A turn lets curl work, then tells the
/// calls' observers what came of it; observers are never called while curl is at work.
///
/// Lives in: one worker's thread.
class CurlEngine final : public QObject
{
    Q_OBJECT

public:
    CurlEngine(TimerWheel& timers, const CurlUpstream::Options& options);
    ~CurlEngine() override;

    TimerWheel& timers() { return m_timers; }
    UrlCache& urls() { return m_urls; }

    // For calls.
    void add(CurlCall& call);
    void remove(CurlCall& call);
    std::unique_ptr<EasyHandle> takeHandle(CurlCall& call);
    /// Ends whatever the handle is doing.
    void giveHandle(std::unique_ptr<EasyHandle> handle);
    bool addToMulti(EasyHandle& handle);
    void removeFromMulti(EasyHandle& handle);
    /// The call has news for its observer: told at the end of this turn, or in a turn of its own.
    void markReady(CurlCall& call);
    /// The call reads on when the loop comes round.
    void continueSoon(CurlCall& call);
    std::string takeBuffer();
    void giveBuffer(std::string buffer);

protected:
    void timerEvent(QTimerEvent* event) override;

private:
    static int onSocketWanted(CURL* curl, curl_socket_t socket, int what, void* owner, void* perSocket);
    static int onTimerWanted(CURLM* multi, long milliseconds, void* owner);
    static int onSocketOpened(void* owner, curl_socket_t socket, curlsocktype purpose);
    static int onSocketClosed(void* owner, curl_socket_t socket);

    void onSocketsReady(std::span<const ReadySocket> sockets);
    void onTimer();
    void turnSoon();
    void endTurn();
    void collectFinished();
    void tellObservers();
    void dropTold(std::size_t count);

    /// Once per process, before anything else of curl.
    struct Prepared
    {
        Prepared();
    };

    Prepared m_prepared;
    TimerWheel& m_timers;
    TrustStore m_trust;
    UrlCache m_urls;
    std::unique_ptr<SocketWatcher> m_watcher;
    CURLSH* m_share;
    CURLM* m_multi;
    EasyHandle::Common m_common;
    std::vector<std::unique_ptr<EasyHandle>> m_handles; ///< idle ones
    std::vector<CurlCall*> m_calls;
    std::vector<CurlCall*> m_ready;    ///< null where a call went meanwhile
    std::vector<CurlCall*> m_reading;  ///< to read on; likewise
    std::vector<std::string> m_buffers;
    QBasicTimer m_soon;      ///< 0 ms: batches what one turn of the loop asks for
    QBasicTimer m_curlTimer; ///< curl's own, above 0 ms
    bool m_inTurn = false;
    Lifetime m_lifetime;
};

} // namespace lanyard
