#pragma once

#include "http/HttpMessages.h"

#include <QtGlobal>

#include <optional>
#include <utility>

namespace lanyard {

/// A connected socket's number, closed when nobody takes it over. The little that every system calls differently.
class OwnedDescriptor
{
public:
    OwnedDescriptor() = default;
    explicit OwnedDescriptor(qintptr descriptor) : m_descriptor(descriptor) {}
    OwnedDescriptor(OwnedDescriptor&& other) noexcept : m_descriptor(other.release()) {}
    OwnedDescriptor& operator=(OwnedDescriptor&& other) noexcept;
    ~OwnedDescriptor() { reset(); }

    qintptr get() const { return m_descriptor; }
    explicit operator bool() const { return m_descriptor != -1; }
    qintptr release() { return std::exchange(m_descriptor, -1); }
    void reset();

private:
    qintptr m_descriptor = -1;
};

/// What the system may hold of our answers before the client's side takes them: without it a client that stops reading
/// pins megabytes of kernel memory, and our own back-pressure begins long after it stopped. Linux and macOS.
void limitUnsentBytes(qintptr descriptor);

/// Who is at the other end; nothing when the connection is gone already.
std::optional<Peer> peerOf(qintptr descriptor);

} // namespace lanyard
