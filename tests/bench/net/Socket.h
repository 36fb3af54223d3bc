#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace lanyard::bench {

/// A TCP socket on loopback: non-blocking, without Nagle's delay.
/// Owns: the descriptor. Errors: what cannot be opened throws std::system_error.
class Socket
{
public:
    Socket() = default;
    explicit Socket(int fd);
    ~Socket();
    Socket(Socket&& other) noexcept;
    Socket& operator=(Socket&& other) noexcept;

    static Socket listening(std::uint16_t port);
    /// `receiveBuffer` in bytes; 0 leaves it to the kernel, which lets it grow to megabytes.
    static Socket connecting(std::uint16_t port, int receiveBuffer = 0);
    Socket accept() const; ///< invalid when nobody waits

    bool valid() const { return m_fd >= 0; }
    int fd() const { return m_fd; }
    std::uint16_t port() const;

    ssize_t receive(char* buffer, std::size_t size) const;
    /// Sends what the kernel takes and removes it from `bytes`; false if the peer is gone.
    bool send(std::string_view& bytes) const;
    /// Whether receive() found nothing yet; any other result below 1 means that the peer is gone.
    static bool wouldBlock(ssize_t received);

    void close();

private:
    int m_fd = -1;
};

/// Lets this process open as many descriptors as the system allows; returns how many.
std::uint64_t raiseFileLimit();

} // namespace lanyard::bench
