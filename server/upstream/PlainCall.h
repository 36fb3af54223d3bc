#pragma once

#include <QtGlobal>

#ifdef Q_OS_UNIX

#include "eventloop/TimerWheel.h"
#include "upstream/CurlFailure.h"
#include "upstream/Lifetime.h"
#include "upstream/PlainEngine.h"
#include "upstream/ResponseFramer.h"
#include "upstream/Upstream.h"

#include <QHostAddress>
#include <QList>
#include <QObject>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lanyard {

/// One call of a PlainUpstream: connect or take a kept connection, send, read, report.
///
/// Lives in: its engine's thread.
class PlainCall final : public UpstreamCall, private PlainSocketUser
{
public:
    PlainCall(std::shared_ptr<PlainEngine> engine, UpstreamRequest request, UpstreamObserver& observer);
    ~PlainCall() override;

    void begin();
    void pause() override;
    void resume() override;
    /// The upstream goes: nothing is told any more.
    void fallSilent();

    /// The engine's own note: where this call stands in its list.
    struct Places
    {
        std::size_t all = 0;
    };
    Places places;

private:
    // PlainSocketUser
    void onSocketReadable() override;
    void onSocketWritable() override;

    // Connecting
    void connect();
    void onResolved(const QList<QHostAddress>& addresses, const QString& error);
    void tryNextAddress(int systemError);
    void onConnected();

    // Sending
    bool writeHead();
    void send();
    void tellPassed(std::size_t sent);

    // Reading
    void take(std::string_view bytes);
    bool tellBody(std::string_view bytes);
    void goOn();
    void onBroken(int systemError);
    bool repeatOnFreshConnection();

    void fail(CURLcode code, int systemError, std::string_view text = {});
    void failLater(UpstreamEnd end);
    void finish(UpstreamEnd end);
    void tellEnd();
    void dropSocket();
    void startLimit();
    void onLimit();
    void onTotal();
    QObject& context();

    std::shared_ptr<PlainEngine> m_engine;
    UpstreamObserver* m_observer; ///< null when there is nobody to tell
    UpstreamRequest m_request;
    std::shared_ptr<const PlainTarget> m_target;
    std::unique_ptr<PlainSocket> m_socket;
    ResponseFramer m_framer;
    std::unique_ptr<QObject> m_context; ///< for what comes later; goes with this call

    QList<QHostAddress> m_addresses;
    qsizetype m_address = 0;
    std::string m_head;
    std::vector<std::string_view> m_unsent; ///< head and body
    WheelTimer m_connect;
    WheelTimer m_limit; ///< first byte, then idle; or whole
    WheelTimer m_total;
    std::string m_held;               ///< of the body, waits for resume()
    std::optional<UpstreamEnd> m_end; ///< likewise
    Lifetime m_lifetime;
    bool m_sendFailed = false;
    bool m_connecting = false;
    bool m_reused = false;
    bool m_repeated = false;
    bool m_headTold = false;
    bool m_bodyBegun = false;
    bool m_paused = false;
    bool m_over = false;
};

} // namespace lanyard

#endif
