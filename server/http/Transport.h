#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace lanyard {

/// What a transport tells its connection. Called from the loop, never from inside a call to the transport.
class TransportObserver
{
public:
    /// Bytes, the peer's end or a failure can be read.
    virtual void onReadable() = 0;
    /// More can be written.
    virtual void onWritable() = 0;
    /// The TLS handshake is done; never called for plain TCP.
    virtual void onSecured() = 0;

protected:
    ~TransportObserver() = default;
};

/// A connected byte stream that never blocks: plain TCP on a descriptor, a QTcpSocket or a QSslSocket.
/// Lives in: its worker's thread. Once closed it stays inert until it is destroyed.
class Transport
{
public:
    static constexpr std::ptrdiff_t kWouldBlock = -1;
    static constexpr std::ptrdiff_t kFailed = -2;
    enum class CloseMode { Orderly, Reset };

    virtual ~Transport() = default;

    /// Bytes read; 0 when the peer has ended its side.
    virtual std::ptrdiff_t read(char* into, std::size_t atMost) = 0;
    /// Bytes taken, of both pieces together.
    virtual std::ptrdiff_t write(std::string_view first, std::string_view second) = 0;
    /// Taken by write(), but still in this process.
    virtual std::size_t buffered() const { return 0; }
    virtual void setReading(bool on) = 0;
    /// On: onWritable() comes once writing is possible again.
    virtual void setWriting(bool on) = 0;
    /// No more will be written; the peer is told, reading goes on.
    virtual void endWriting() = 0;
    virtual void close(CloseMode mode) = 0;
    virtual bool secure() const { return false; }
};

} // namespace lanyard
