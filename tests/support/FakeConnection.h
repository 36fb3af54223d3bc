#pragma once

#include "support/FakeProvider.h"

#include <QObject>
#include <QSslSocket>
#include <QTimer>

namespace lanyard::test {

/// One connection of a FakeProvider: reads requests, plays answers.
///
/// Lives in: the fake provider's thread.
class FakeConnection final : public QObject
{
    Q_OBJECT

public:
    FakeConnection(FakeProvider& provider, std::size_t number, QObject* parent);
    ~FakeConnection() override;

    QSslSocket& socket() { return m_socket; }
    bool idle() const { return !m_playing; }
    void close() { m_socket.disconnectFromHost(); }

private:
    void readMore();
    bool takeRequest();
    void play(const FakeRequest& request);
    void sendHead();
    void pump();
    void onSent(qint64 bytes);
    void sendBody(std::string_view bytes);
    void end();
    void resetConnection();
    void onDisconnected();

    FakeProvider& m_provider;
    std::size_t m_number;
    QSslSocket m_socket;
    QTimer m_delay;
    std::string m_input;
    std::size_t m_served = 0;
    bool m_playing = false;

    // The answer being played.
    FakeAnswer m_answer;
    std::size_t m_request = 0;  ///< its place in the provider's record
    std::size_t m_chunk = 0;
    std::size_t m_repetition = 0;
    std::size_t m_bodySent = 0; ///< bytes of the body on the wire
    bool m_headSent = false;
    bool m_delayed = false; ///< the delay of the current piece is over
    bool m_bodyAllowed = true;
    bool m_ended = false;
};

} // namespace lanyard::test
