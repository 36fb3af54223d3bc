#pragma once

#include "upstream/Upstream.h"

#include <QString>

#include <memory>

namespace lanyard {

class CurlEngine;
class TimerWheel;

/// Calls over HTTP/1.1 and HTTP/2 with libcurl, driven by the thread's event loop. Connections are kept and shared by
/// all calls. TLS is verified, redirects are not followed, bodies are not decompressed, and no proxy is used but the one
/// that a request names.
///
/// Lives in: one worker's thread. Calls may outlive it: they end silently when it goes.
class CurlUpstream final : public Upstream
{
public:
    /// How sockets are watched. Automatic: one epoll descriptor on Linux, a notifier per socket elsewhere.
    enum class Watching : std::uint8_t { Automatic, Notifiers };

    struct Options
    {
        /// PEM file of authorities that are trusted beside the system's own. Empty: none.
        QString additionalCaFile;
        Watching watching = Watching::Automatic;
    };

    /// `timers` must outlive this and every call.
    explicit CurlUpstream(TimerWheel& timers);
    CurlUpstream(TimerWheel& timers, const Options& options);
    ~CurlUpstream() override;

    std::unique_ptr<UpstreamCall> start(UpstreamRequest request, UpstreamObserver& observer) override;

private:
    std::unique_ptr<CurlEngine> m_engine;
};

} // namespace lanyard
