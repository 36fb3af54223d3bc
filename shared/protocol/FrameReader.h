#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace lanyard {

inline constexpr qsizetype kMaxFrameBytes = 4 * 1024 * 1024;
/// For calls of config.apply, and for everything that a service answers (an export is as long as what was applied).
inline constexpr qsizetype kMaxApplyFrameBytes = 64 * 1024 * 1024;

/// Cuts a byte stream into lines, never holding more than the ceiling. A frame that is too long is reported once, its
/// rest is passed over unread, and reading goes on behind its line feed.
class FrameReader
{
public:
    enum class Peer {
        Client, ///< sends calls: 4 MiB, 64 MiB when the frame's head says config.apply
        Service ///< sends answers: 64 MiB
    };

    explicit FrameReader(Peer peer) : m_peer(peer) {}

    void feed(QByteArrayView bytes);
    /// The next whole frame without its line end, or TooLarge in place of one; nothing when more bytes are needed.
    /// Empty lines are passed over.
    std::optional<Result<QByteArray>> next();

    qsizetype bufferedBytes() const { return m_buffer.size(); }

private:
    qsizetype ceiling() const;
    Error tooLarge() const;

    Peer m_peer;
    QByteArray m_buffer;
    qsizetype m_searched = 0; ///< bytes of m_buffer known to hold no line feed
    bool m_skipping = false;  ///< inside a frame that was refused
};

} // namespace lanyard
