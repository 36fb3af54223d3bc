#include "client/AdminClient.h"

#include <QFile>

namespace lanyard {
namespace {

Error unavailable(const QString& message)
{
    return {ErrorCode::Unavailable, message.toStdString()};
}

std::optional<Secret> readToken(const QString& path)
{
    QFile file(path);
    if (path.isEmpty() || !file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return Secret(file.readAll().trimmed().toStdString());
}

QString wordsFor(QLocalSocket::LocalSocketError error, const QString& text)
{
    switch (error) {
    case QLocalSocket::ServerNotFoundError:
    case QLocalSocket::ConnectionRefusedError: return QStringLiteral("no Lanyard service is running");
    case QLocalSocket::SocketAccessError: return QStringLiteral("this user may not talk to the Lanyard service");
    case QLocalSocket::PeerClosedError: return QStringLiteral("the Lanyard service closed the connection");
    default: return QStringLiteral("the Lanyard service cannot be reached: ") + text;
    }
}

} // namespace

AdminClient::AdminClient(Options options, QObject* parent)
    : QObject(parent), m_options(std::move(options)), m_backoff(m_options.firstPause, m_options.longestPause)
{
    qRegisterMetaType<AdminEvent>();
    m_reconnectTimer.setSingleShot(true);
    connect(&m_reconnectTimer, &QTimer::timeout, this, &AdminClient::start);
    connect(&m_socket, &QLocalSocket::connected, this, &AdminClient::onSocketConnected);
    connect(&m_socket, &QLocalSocket::readyRead, this, &AdminClient::onReadyRead);
    // Queued: connectToServer() may fail while it is still on the stack, and each failure starts the next attempt.
    connect(&m_socket, &QLocalSocket::errorOccurred, this, &AdminClient::onSocketError, Qt::QueuedConnection);
}

AdminClient::~AdminClient()
{
    m_socket.disconnect(this);
    m_socket.abort();
}

void AdminClient::start()
{
    if (m_state != State::Disconnected)
        return;
    m_running = true;
    m_reconnectTimer.stop();
    m_candidates = socketCandidates(m_options.socketPath);
    std::reverse(m_candidates.begin(), m_candidates.end());
    m_reason.reset();
    setState(State::Connecting);
    tryNextCandidate();
}

void AdminClient::stop()
{
    m_running = false;
    m_reconnectTimer.stop();
    m_candidates.clear();
    if (m_state != State::Disconnected)
        lose(unavailable(QStringLiteral("the connection was closed by this program")));
}

void AdminClient::tryNextCandidate()
{
    m_location = m_candidates.back();
    m_candidates.pop_back();
    if (const auto checked = checkSocketPath(m_location.path); !checked) {
        QMetaObject::invokeMethod(this, [this, error = checked.error()] { lose(error); }, Qt::QueuedConnection);
        return;
    }
    m_socket.abort();
    m_reader = FrameReader(FrameReader::Peer::Service);
    m_socket.connectToServer(m_location.path);
}

void AdminClient::onSocketConnected()
{
    const QString tokenFile = m_options.tokenFile.isEmpty() ? defaultTokenFile(m_location) : m_options.tokenFile;
    const HelloParams hello{kAdminProtocol, m_options.clientName, QStringLiteral(LANYARD_VERSION), readToken(tokenFile)};
    callRaw(methods::SessionHello::kInfo.name, toJson(hello), [this](Result<QJsonObject> answer) { onHello(std::move(answer)); },
            m_options.helloDeadline);
}

void AdminClient::onHello(Result<QJsonObject> answer)
{
    if (m_state != State::Connecting)
        return;
    if (!answer)
        return lose(answer.error());
    auto service = fromJson<HelloResult>(*answer, JsonReading::Mode::Tolerant);
    if (!service)
        return lose(service.error());
    m_service = *std::move(service);
    m_backoff.reset();
    setState(State::Connected);
    if (!m_topics.isEmpty())
        sendSubscription();
}

void AdminClient::onSocketError()
{
    // A queued report of an attempt that is over already.
    if (m_state == State::Disconnected || m_socket.state() == QLocalSocket::ConnectedState
        || m_socket.state() == QLocalSocket::ConnectingState)
        return;
    if (m_socket.bytesAvailable() > 0)
        onReadyRead(); // what the service said before it hung up; it may be the reason
    if (m_state == State::Disconnected)
        return;
    const QString path = QStringLiteral(" (%1: %2)").arg(describe(m_location.kind), m_location.path);
    const bool nobodyThere = m_socket.error() == QLocalSocket::ServerNotFoundError
                             || m_socket.error() == QLocalSocket::ConnectionRefusedError;
    const QString advice = nobodyThere ? QStringLiteral("; start one with: lanyard serve") : QString();
    const Error error = unavailable(wordsFor(m_socket.error(), m_socket.errorString()) + path + advice);
    if (m_state == State::Connecting && nobodyThere && !m_candidates.empty())
        return tryNextCandidate();
    lose(error);
}

void AdminClient::onReadyRead()
{
    m_reader.feed(m_socket.readAll());
    while (auto frame = m_reader.next()) {
        if (!*frame)
            return lose(frame->error());
        onFrame(**frame);
        if (m_state == State::Disconnected)
            return;
    }
}

void AdminClient::onFrame(const QByteArray& frame)
{
    Result<Envelope> envelope = Envelope::parse(frame);
    if (!envelope)
        return lose(unavailable(QStringLiteral("what answers at %1 is no Lanyard service").arg(m_location.path)));
    switch (envelope->kind) {
    case Envelope::Kind::Response:
        return answer(envelope->id, envelope->result.toObject());
    case Envelope::Kind::Failure:
        // Without an id it is about the connection as a whole, and the service hangs up next.
        return envelope->id.isDouble() ? answer(envelope->id, envelope->error) : lose(envelope->error);
    case Envelope::Kind::Notification:
        if (const auto event = AdminEvent::fromEnvelope(*envelope))
            Q_EMIT eventReceived(*event);
        return;
    case Envelope::Kind::Request:
        return; // a service asks nothing of its clients
    }
}

void AdminClient::answer(const QJsonValue& id, Result<QJsonObject> result)
{
    const auto found = m_pending.find(id.toInteger());
    if (found == m_pending.end())
        return; // its deadline passed
    const RawDone done = std::move(found->second.done);
    m_pending.erase(found);
    done(std::move(result));
}

void AdminClient::callRaw(std::string_view method, const QJsonObject& params, RawDone done, std::chrono::milliseconds deadline)
{
    const bool saysHello = method == methods::SessionHello::kInfo.name;
    const qint64 id = m_nextId++;
    const auto failLater = [&](Error error) {
        m_pending[id].done = std::move(done);
        QMetaObject::invokeMethod(this, [this, id, error = std::move(error)] { answer(id, error); }, Qt::QueuedConnection);
    };
    if (m_state != State::Connected && !saysHello)
        return failLater(m_reason.value_or(unavailable(QStringLiteral("not connected to a Lanyard service yet"))));
    const QByteArray frame = Envelope::request(id, textOf(method), params).toFrame();
    const bool mayBeLong = method == methods::ConfigApply::kInfo.name;
    if (frame.size() > (mayBeLong ? kMaxApplyFrameBytes : kMaxFrameBytes))
        return failLater({ErrorCode::TooLarge, "the call is too long for the service (" + std::to_string(frame.size()) + " bytes)"});

    Pending& pending = m_pending[id];
    pending.done = std::move(done);
    pending.deadline = std::make_unique<QTimer>();
    pending.deadline->setSingleShot(true);
    connect(pending.deadline.get(), &QTimer::timeout, this, [this, id, name = std::string(method)] {
        // The timer must not die inside its own signal.
        m_pending[id].deadline.release()->deleteLater();
        answer(id, Error{ErrorCode::Timeout, "the service did not answer " + name + " in time"});
    });
    pending.deadline->start(deadline);
    m_socket.write(frame);
}

void AdminClient::subscribe(const QStringList& topics)
{
    m_topics = topics;
    if (m_state == State::Connected)
        sendSubscription();
}

void AdminClient::sendSubscription()
{
    // A refusal (a topic that an older service does not know) costs these events, not the connection.
    callRaw(methods::EventsSubscribe::kInfo.name, toJson(SubscribeParams{m_topics}), [](const Result<QJsonObject>&) {}, kDefaultDeadline);
}

void AdminClient::lose(const Error& reason)
{
    // Callbacks and slots below may call start(), stop() or call(): the state is right before any of them runs.
    m_reason = reason;
    m_candidates.clear();
    m_state = State::Disconnected;
    m_socket.abort();
    if (m_running && m_options.reconnect)
        m_reconnectTimer.start(m_backoff.next());
    failPending(reason);
    if (m_state == State::Disconnected)
        Q_EMIT stateChanged(m_state);
}

void AdminClient::failPending(const Error& reason)
{
    auto pending = std::exchange(m_pending, {});
    for (auto& [id, call] : pending) {
        if (call.deadline)
            call.deadline.release()->deleteLater(); // may be the timer whose signal brought us here
        call.done(unavailable(QStringLiteral("the connection to the service was lost before it answered: %1")
                                  .arg(QString::fromStdString(reason.message))));
    }
}

void AdminClient::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

} // namespace lanyard
