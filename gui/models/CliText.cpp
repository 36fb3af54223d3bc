#include "gui/models/CliText.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace lanyard {
namespace {

bool isPlain(const QString& word, Shell shell)
{
    const QString marks = shell == Shell::Windows ? QStringLiteral("_-./:@+=,\\") : QStringLiteral("_-./:@+=,%");
    return !word.isEmpty() && std::all_of(word.begin(), word.end(), [&](QChar c) {
        return (c.unicode() < 128 && c.isLetterOrNumber()) || marks.contains(c);
    });
}

/// As it is where no shell would touch it, else in quotes.
QString quoted(QString word, Shell shell)
{
    if (isPlain(word, shell))
        return word;
    if (shell == Shell::Windows)
        return u'"' + word.replace(u'"', QStringLiteral("\\\"")) + u'"';
    return u'\'' + word.replace(u'\'', QStringLiteral("'\\''")) + u'\'';
}

QString jsonText(const QString& text)
{
    const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.mid(1, list.size() - 2));
}

} // namespace

QStringList CliWords::addProvider()
{
    return QStringLiteral(
               "provider add openai --kind openai --base-url https://api.openai.com --key-env OPENAI_API_KEY")
        .split(u' ');
}

QStringList CliWords::addCredential(const QString& provider)
{
    return {QStringLiteral("credential"), QStringLiteral("add"), provider + QStringLiteral("/main")};
}

QStringList CliWords::addModel(const QString& provider)
{
    return {QStringLiteral("model"), QStringLiteral("add"), QStringLiteral("gpt-4o-mini"), QStringLiteral("--route"),
            provider + QStringLiteral("/gpt-4o-mini")};
}

QStringList CliWords::addUser()
{
    return QStringLiteral("user add alice --balance 10.00").split(u' ');
}

QStringList CliWords::addKey(const QString& user)
{
    return {QStringLiteral("key"), QStringLiteral("add"), user + QStringLiteral("/laptop")};
}

QString commandLine(const QStringList& words, const QString& socket, Shell shell)
{
    QStringList all{QStringLiteral("lanyard")};
    for (const QString& word : words)
        all << quoted(word, shell);
    if (!socket.isEmpty())
        all << QStringLiteral("--admin-socket") << quoted(socket, shell);
    return all.join(u' ');
}

QString curlSnippet(const QUrl& endpoint, const QString& model, Shell shell)
{
    const bool windows = shell == Shell::Windows;
    const QString json =
        QStringLiteral(R"({"model": %1, "messages": [{"role": "user", "content": "Hello"}]})").arg(jsonText(model));
    const QString key = windows ? QStringLiteral("%LANYARD_API_KEY%") : QStringLiteral("$LANYARD_API_KEY");
    const QStringList lines{QStringLiteral("curl ") + endpoint.toString() + QStringLiteral("/chat/completions"),
                            QStringLiteral("-H \"Authorization: Bearer ") + key + u'"',
                            QStringLiteral("-H \"Content-Type: application/json\""),
                            QStringLiteral("-d ") + quoted(json, shell)};
    return lines.join(windows ? QStringLiteral(" ^\n  ") : QStringLiteral(" \\\n  "));
}

} // namespace lanyard
