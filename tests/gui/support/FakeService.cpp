#include "gui/support/FakeService.h"

namespace lanyard::test {

FakeService::FakeService()
{
    start();
}

QString FakeService::socketPath() const
{
    return m_folder.filePath(QStringLiteral("admin.sock"));
}

void FakeService::start()
{
    m_server = std::make_unique<QLocalServer>();
    connect(m_server.get(), &QLocalServer::newConnection, this, &FakeService::onConnection);
    if (!m_server->listen(socketPath()))
        qFatal("the fake service cannot listen: %s", qPrintable(m_server->errorString()));
}

void FakeService::stop()
{
    m_server.reset();
    auto connections = std::exchange(m_connections, {});
    for (auto& connection : connections) {
        connection->socket->disconnect(this);
        connection->socket->abort();
        connection->socket->deleteLater();
    }
}

void FakeService::onConnection()
{
    while (QLocalSocket* socket = m_server->nextPendingConnection()) {
        socket->setParent(this);
        m_connections.push_back(std::make_unique<Connection>());
        Connection* connection = m_connections.back().get();
        connection->socket = socket;
        connect(socket, &QLocalSocket::readyRead, this, [this, connection] { onReadyRead(*connection); });
        connect(socket, &QLocalSocket::disconnected, this, [this, connection, socket] {
            std::erase_if(m_connections, [&](const auto& each) { return each.get() == connection; });
            socket->deleteLater();
        });
        onReadyRead(*connection);
    }
}

void FakeService::onReadyRead(Connection& connection)
{
    connection.reader.feed(connection.socket->readAll());
    while (auto frame = connection.reader.next()) {
        if (*frame)
            onFrame(connection, **frame);
    }
}

void FakeService::onFrame(Connection& connection, const QByteArray& frame)
{
    const auto call = Envelope::parse(frame);
    if (!call || m_silent)
        return;
    const std::string method = call->method.toStdString();
    ++m_calls[method];
    if (call->method == textOf(methods::EventsSubscribe::kInfo.name)) {
        const auto wanted = fromJson<SubscribeParams>(call->params, JsonReading::Mode::Strict);
        m_topics = wanted->topics;
        connection.socket->write(
            Envelope::response(call->id, toJson(SubscribeResult{m_topics, connection.seq})).toFrame());
        return;
    }
    const auto found = m_answers.find(method);
    if (found == m_answers.end()) {
        const Error unknown{ErrorCode::NotFound, "no method " + method};
        connection.socket->write(Envelope::failure(call->id, unknown).toFrame());
    } else if (!found->second) {
        connection.socket->write(Envelope::failure(call->id, found->second.error()).toFrame());
    } else {
        connection.socket->write(Envelope::response(call->id, *found->second).toFrame());
    }
}

} // namespace lanyard::test
