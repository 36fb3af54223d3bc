#pragma once

#include "protocol/Envelope.h"
#include "protocol/messages/EventMessages.h"

#include <string_view>

namespace lanyard {

// What a service tells its subscribers without being asked. The name is the topic to subscribe to; `resync` needs no
// subscription. Columns: type in namespace events, name, what it carries, text.
#define LANYARD_ADMIN_EVENTS(EVENT)                                                                                    \
    EVENT(ConfigChanged, "config.changed", ConfigChangedInfo, "The configuration changed.")                            \
    EVENT(ServiceState, "service.state", ServiceStateInfo, "The service is running, paused, locked or about to stop.") \
    EVENT(StatsTick, "stats.tick", StatsInfo, "Live figures, at most once a second.")                                  \
    EVENT(CredentialChanged, "credential.changed", CredentialInfo, "A credential's state is another than before.")     \
    EVENT(RequestStarted, "request.started", RunningInfo, "A request is about to be sent to a provider.")              \
    EVENT(RequestProgress, "request.progress", RunningListResult, "All that runs, at most once a second.")             \
    EVENT(RequestFinished, "request.finished", RequestInfo, "A request ended, whatever its outcome.")                  \
    EVENT(RequestWaiting, "request.waiting", RequestWaitingInfo, "A request waits for a busy provider, and where in the queue.")                        \
    EVENT(Resync, "resync", ResyncInfo, "Events were dropped: read again what you keep.")

namespace events {

#define LANYARD_DECLARE_EVENT(Type, wireName, DataType, sentence)                                                      \
    struct Type                                                                                                        \
    {                                                                                                                  \
        using Data = DataType;                                                                                         \
        static constexpr std::string_view kName = wireName;                                                            \
        static constexpr std::string_view kText = sentence;                                                            \
    };
LANYARD_ADMIN_EVENTS(LANYARD_DECLARE_EVENT)
#undef LANYARD_DECLARE_EVENT

} // namespace events

#define LANYARD_EVENT_NAME(Type, ...) events::Type::kName,
inline constexpr std::string_view kAdminEvents[] = {LANYARD_ADMIN_EVENTS(LANYARD_EVENT_NAME)};
#undef LANYARD_EVENT_NAME

inline QString textOf(std::string_view ascii)
{
    return QString::fromLatin1(ascii.data(), static_cast<qsizetype>(ascii.size()));
}

/// One event as a connection is sent it. Shape on the wire: a notification named as the event with
/// {"seq": 7, "data": {...}}. `seq` counts the events of one connection from 1, without gaps unless some were dropped.
struct AdminEvent
{
    QString name;
    std::uint64_t seq = 0;
    QJsonObject data;

    /// What event `E` carries; nothing when this is another one.
    template<class E>
    std::optional<typename E::Data> as() const
    {
        if (name != textOf(E::kName))
            return std::nullopt;
        auto read = fromJson<typename E::Data>(data, JsonReading::Mode::Tolerant);
        return read ? std::optional<typename E::Data>(*std::move(read)) : std::nullopt;
    }

    Envelope toEnvelope() const;
    /// Nothing when the notification is no event.
    static std::optional<AdminEvent> fromEnvelope(const Envelope& envelope);
};

} // namespace lanyard
