#include "ctl/commands/TargetCommands.h"

#include "ctl/DisplayWidth.h"

namespace lanyard {
namespace {

QString scalarText(const QJsonValue& value)
{
    if (value.isBool())
        return value.toBool() ? ctlText("yes") : ctlText("no");
    if (value.isDouble())
        return QString::number(value.toInteger());
    return value.toString();
}

bool isScalarList(const QJsonArray& array)
{
    return std::none_of(array.begin(), array.end(), [](const QJsonValue& item) { return item.isObject() || item.isArray(); });
}

QString joined(const QJsonArray& array)
{
    QStringList texts;
    for (const QJsonValue& item : array)
        texts.append(scalarText(item));
    return texts.join(QStringLiteral(", "));
}

} // namespace

void printFields(CtlSession& session, const QJsonObject& fields, int indent)
{
    int width = 0;
    for (auto it = fields.begin(); it != fields.end(); ++it)
        width = std::max(width, displayWidth(it.key()));
    const QString margin(indent, u' ');
    for (auto it = fields.begin(); it != fields.end(); ++it) {
        const QString label = margin + it.key() + u':' + QString(width - displayWidth(it.key()) + 1, u' ');
        const QJsonArray items = it.value().toArray();
        if (it.value().isObject()) {
            session.print(margin + it.key() + u':');
            printFields(session, it.value().toObject(), indent + 2);
        } else if (it.value().isArray() && !isScalarList(items)) {
            session.print(margin + it.key() + u':');
            for (const QJsonValue& item : items) {
                printFields(session, item.toObject(), indent + 2);
                session.print({});
            }
        } else {
            session.print((label + printable(it.value().isArray() ? joined(items) : scalarText(it.value()))).trimmed().prepend(margin));
        }
    }
}

} // namespace lanyard
