#include "ctl/CtlSession.h"

#include "ctl/CtlText.h"

#include <QJsonDocument>

namespace lanyard {
namespace {

/// One text a whole sentence, so that every language can word it.
QString changeText(const ChangeInfo& change)
{
    const QString name = change.parent.isEmpty() ? change.name : change.parent + u'/' + change.name;
    if (change.action == QLatin1String("created"))
        return ctlText("Added %1 %2.").arg(change.kind, name);
    if (change.action == QLatin1String("updated"))
        return ctlText("Changed %1 %2.").arg(change.kind, name);
    if (change.action == QLatin1String("removed"))
        return ctlText("Removed %1 %2.").arg(change.kind, name);
    return {};
}

} // namespace

void CtlSession::printJson(const QJsonObject& json)
{
    m_console.out(QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Indented)));
}

void CtlSession::printTable(const Table& table, const QString& whenEmpty)
{
    m_console.out(table.empty() ? whenEmpty + u'\n' : table.toString(m_console.outIsTerminal()));
}

void CtlSession::showChange(const ChangeResult& result)
{
    for (const QString& warning : result.warnings)
        warn(printable(warning));
    show(result, [&] {
        bool changed = false;
        for (const ChangeInfo& change : result.changes) {
            const QString text = changeText(change);
            changed = changed || !text.isEmpty();
            if (!text.isEmpty() || !change.note.isEmpty())
                print(printable(change.note.isEmpty() ? text : QStringLiteral("%1 %2").arg(text, change.note).trimmed()));
        }
        if (!changed)
            print(ctlText("Nothing to change."));
        for (const NewKeyInfo& key : result.newKeys) {
            print(ctlText("API key %1/%2, shown only this once:").arg(key.user, key.name));
            print(JsonCodec<Secret>::write(key.key).toString());
        }
    });
}

bool CtlSession::confirm(const QString& question, bool yes)
{
    if (yes || !m_console.inIsTerminal())
        return true;
    const QString answer = m_console.ask(question + QStringLiteral(" [y/N] "), Console::Echo::On).toLower();
    if (answer == QLatin1String("y") || answer == QLatin1String("yes"))
        return true;
    warn(ctlText("nothing was changed"));
    finish(CtlExit::Failed);
    return false;
}

void CtlSession::onServiceLost(const Error& why)
{
    m_endExpected ? finish() : fail(why);
}

void CtlSession::fail(const Error& error, CtlExit code)
{
    if (m_finished)
        return;
    warn(QString::fromStdString(error.message));
    finish(code);
}

void CtlSession::finish(CtlExit code)
{
    if (std::exchange(m_finished, true))
        return;
    Q_EMIT finished(code);
}

} // namespace lanyard
