#pragma once

#include "client/Backoff.h"
#include "protocol/SocketLocation.h"
#include "protocol/Events.h"
#include "protocol/FrameReader.h"
#include "protocol/Methods.h"

#include <QLocalSocket>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>

namespace lanyard {

/// A connection to the service: finds it, says hello, makes typed calls, hands out events, and comes back by itself
/// when the service was away. Nothing blocks and nothing polls.
///
/// Lives in: the thread that made it.
class AdminClient final : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Disconnected, ///< nothing is tried now; reason() says why. With `reconnect`, the next attempt is scheduled.
        Connecting,   ///< looking for the service, or hello is under way
        Connected,
    };
    Q_ENUM(State)

    struct Options
    {
        QString socketPath; ///< empty: the user's own service, else the system's
        QString clientName = QStringLiteral("lanyard");
        bool reconnect = true;
        std::chrono::milliseconds firstPause{250};
        std::chrono::milliseconds longestPause{10'000};
        std::chrono::milliseconds helloDeadline{5'000};
        QString tokenFile; ///< empty: defaultTokenFile()
    };

    static constexpr std::chrono::milliseconds kDefaultDeadline{30'000};

    explicit AdminClient(Options options, QObject* parent = nullptr);
    ~AdminClient() override;

    /// Starts looking for the service; stateChanged() tells what came of it.
    void start();
    /// Hangs up for good (until start()). Calls under way fail as Unavailable.
    void stop();

    State state() const { return m_state; }
    /// Why it is not connected. Unavailable: no service there; others: a service is there but refuses or talks nonsense.
    const std::optional<Error>& reason() const { return m_reason; }
    /// Which service this is. Only while Connected.
    const SocketLocation& location() const { return m_location; }
    const HelloResult& service() const { return m_service; }

    /// `done` runs later in this thread, never from inside call(), and not at all when `context` is gone by then.
    /// Errors: what the service answered; Unavailable when not connected or cut off (a change may have happened);
    /// Timeout when the deadline passed.
    template<class M>
    void call(const QObject* context, const typename M::Params& params,
              std::function<void(Result<typename M::Result>)> done, std::chrono::milliseconds deadline = kDefaultDeadline);

    /// Events wanted, kept over every reconnect. Replaces what was asked before.
    void subscribe(const QStringList& topics);

Q_SIGNALS:
    void stateChanged(lanyard::AdminClient::State state);
    void eventReceived(const lanyard::AdminEvent& event);

private:
    using RawDone = std::function<void(Result<QJsonObject>)>;
    struct Pending
    {
        RawDone done;
        std::unique_ptr<QTimer> deadline;
    };

    void callRaw(std::string_view method, const QJsonObject& params, RawDone done, std::chrono::milliseconds deadline);
    void sendSubscription();
    void tryNextCandidate();
    void onSocketConnected();
    void onSocketError();
    void onReadyRead();
    void onHello(Result<QJsonObject> answer);
    void onFrame(const QByteArray& frame);
    void answer(const QJsonValue& id, Result<QJsonObject> result);
    void lose(const Error& reason);
    void failPending(const Error& reason);
    void setState(State state);

    Options m_options;
    State m_state = State::Disconnected;
    std::optional<Error> m_reason;
    SocketLocation m_location;
    HelloResult m_service;
    std::vector<SocketLocation> m_candidates; ///< not tried yet in this round, best last
    QLocalSocket m_socket;
    FrameReader m_reader{FrameReader::Peer::Service};
    Backoff m_backoff;
    QTimer m_reconnectTimer;
    std::unordered_map<qint64, Pending> m_pending;
    qint64 m_nextId = 1;
    QStringList m_topics;
    bool m_running = false;
};

template<class M>
void AdminClient::call(const QObject* context, const typename M::Params& params,
                       std::function<void(Result<typename M::Result>)> done, std::chrono::milliseconds deadline)
{
    using R = typename M::Result;
    const auto typed = [guard = QPointer<const QObject>(context), done = std::move(done)](Result<QJsonObject> json) {
        if (!guard)
            return;
        done(json ? fromJson<R>(*json, JsonReading::Mode::Tolerant) : Result<R>(json.error()));
    };
    callRaw(M::kInfo.name, toJson(params), typed, deadline);
}

} // namespace lanyard

Q_DECLARE_METATYPE(lanyard::AdminEvent)
