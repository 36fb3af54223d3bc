#include "ctl/RouteText.h"

#include <QRegularExpression>

namespace lanyard {

std::optional<RouteFields> parseRoute(const QString& text)
{
    // A model's name may hold slashes and even "@": the last "@" with numbers behind it is ours.
    static const QRegularExpression pattern(QStringLiteral("^([^/]+)/(.+?)(?:@([0-9]{1,9})(?::([0-9]{1,9}))?)?$"));
    const auto match = pattern.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    RouteFields route;
    route.provider = match.captured(1);
    route.model = match.captured(2);
    if (match.hasCaptured(3))
        route.priority = match.captured(3).toUInt();
    if (match.hasCaptured(4))
        route.weight = match.captured(4).toUInt();
    return route;
}

} // namespace lanyard
