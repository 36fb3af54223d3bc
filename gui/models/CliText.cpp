#include "gui/models/CliText.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace lanyard {
namespace {

/// As it is where no shell would touch it, else in single quotes.
QString quoted(const QString& word)
{
    static const QString kPlain = QStringLiteral("_-./:@%+=,~");
    const bool plain = !word.isEmpty() && std::all_of(word.begin(), word.end(), [](QChar c) {
        return (c.unicode() < 128 && c.isLetterOrNumber()) || kPlain.contains(c);
    });
    if (plain)
        return word;
    QString inside = word;
    return u'\'' + inside.replace(QStringLiteral("'"), QStringLiteral("'\\''")) + u'\'';
}

QString command(const QString& words, const QString& socket)
{
    const QString option = socket.isEmpty() ? QString() : QStringLiteral(" --admin-socket ") + quoted(socket);
    return QStringLiteral("lanyard ") + words + option;
}

} // namespace

QString commandToStartService(const QString& socket)
{
    return command(QStringLiteral("serve"), socket);
}

QString commandToAddProvider(const QString& socket)
{
    return command(QStringLiteral("provider add openai --kind openai --base-url https://api.openai.com/v1"), socket);
}

QString commandToAddCredential(const QString& socket, const QString& provider)
{
    return command(QStringLiteral("credential add %1 main").arg(quoted(provider)), socket);
}

QString commandToAddUser(const QString& socket)
{
    return command(QStringLiteral("user add alice --balance 10.00"), socket);
}

QString commandToAddKey(const QString& socket, const QString& user)
{
    return command(QStringLiteral("key add %1 laptop").arg(quoted(user)), socket);
}

QString curlSnippet(const QUrl& endpoint, const QString& model, Shell shell)
{
    const QJsonObject message{{QStringLiteral("role"), QStringLiteral("user")}, {QStringLiteral("content"), QStringLiteral("Hello")}};
    const QJsonObject request{{QStringLiteral("model"), model}, {QStringLiteral("messages"), QJsonArray{message}}};
    QString json = QString::fromUtf8(QJsonDocument(request).toJson(QJsonDocument::Compact));
    const bool windows = shell == Shell::Windows;
    const QString key = windows ? QStringLiteral("%LANYARD_API_KEY%") : QStringLiteral("$LANYARD_API_KEY");
    const QString next = windows ? QStringLiteral(" ^\n  ") : QStringLiteral(" \\\n  ");
    const QString body = windows ? u'"' + json.replace(u'"', QStringLiteral("\\\"")) + u'"' : quoted(json);
    return QStringLiteral("curl ") + endpoint.toString() + QStringLiteral("/chat/completions") + next
           + QStringLiteral("-H \"Authorization: Bearer ") + key + u'"' + next
           + QStringLiteral("-H \"Content-Type: application/json\"") + next + QStringLiteral("-d ") + body;
}

} // namespace lanyard
