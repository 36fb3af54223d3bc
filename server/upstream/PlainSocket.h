#pragma once

#include <QtGlobal>

#ifdef Q_OS_UNIX

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

class QHostAddress;

namespace lanyard {

/// Who is told what happens on a socket, from the loop.
class PlainSocketUser
{
public:
    virtual void onSocketReadable() = 0;
    virtual void onSocketWritable() = 0;

protected:
    ~PlainSocketUser() = default;
};

/// One TCP connection to a provider, without TLS, never blocking. Its user changes: a call, or the engine while idle.
/// Lives in: its engine's thread. Owns the descriptor.
class PlainSocket
{
public:
    static constexpr std::ptrdiff_t kWouldBlock = -1;
    static constexpr std::ptrdiff_t kFailed = -2;

    /// Starts to connect; null when even that failed, with `systemError` set. The user is told "writable" when it is decided.
    static std::unique_ptr<PlainSocket> connectTo(const QHostAddress& address, quint16 port, int& systemError);
    ~PlainSocket();
    PlainSocket(const PlainSocket&) = delete;
    PlainSocket& operator=(const PlainSocket&) = delete;

    void setUser(PlainSocketUser* user) { m_user = user; }
    /// 0, or why the connection could not be made (errno).
    int connectError() const;

    /// Bytes read; 0 at the end.
    std::ptrdiff_t read(char* into, std::size_t atMost);
    /// Bytes taken of all pieces together.
    std::ptrdiff_t write(const std::vector<std::string_view>& pieces);
    void setReading(bool on);
    void setWriting(bool on);

private:
    class Notifier;
    /// Deleted by the loop: this may be inside its event.
    struct Later
    {
        void operator()(Notifier* notifier) const;
    };

    explicit PlainSocket(int descriptor);

    int m_descriptor;
    PlainSocketUser* m_user = nullptr;
    std::unique_ptr<Notifier, Later> m_read;
    std::unique_ptr<Notifier, Later> m_write; ///< made when it is needed for the first time
};

} // namespace lanyard

#endif
