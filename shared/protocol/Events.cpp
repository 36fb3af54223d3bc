#include "protocol/Events.h"

namespace lanyard {

Envelope AdminEvent::toEnvelope() const
{
    return Envelope::notification(name, {{QStringLiteral("seq"), static_cast<qint64>(seq)}, {QStringLiteral("data"), data}});
}

std::optional<AdminEvent> AdminEvent::fromEnvelope(const Envelope& envelope)
{
    const QJsonValue seq = envelope.params.value(u"seq");
    const QJsonValue data = envelope.params.value(u"data");
    if (envelope.kind != Envelope::Kind::Notification || !seq.isDouble() || !data.isObject())
        return std::nullopt;
    return AdminEvent{envelope.method, static_cast<std::uint64_t>(seq.toInteger()), data.toObject()};
}

} // namespace lanyard
