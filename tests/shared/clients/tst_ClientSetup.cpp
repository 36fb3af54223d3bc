#include "clients/ClientSetup.h"
#include "support/TestMain.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

using namespace lanyard;

namespace {

ClientTarget sample()
{
    return {QUrl(QStringLiteral("http://192.168.1.20:11480/v1")), QStringLiteral("gpt-4o-mini"), QStringLiteral("sk-lan-0123")};
}

QString textFor(const ClientTarget& target, const QString& id)
{
    for (const ClientSetup& setup : clientSetups(target)) {
        if (setup.id == id)
            return setup.text;
    }
    return QStringLiteral("no such client");
}

} // namespace

/// The clients' own programs read these texts in the end-to-end tests; here it is only what can be seen in the text.
class tst_ClientSetup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyClientIsToldAddressKeyAndModel()
    {
        QSet<QString> ids;
        for (const ClientSetup& setup : clientSetups(sample())) {
            QVERIFY2(!ids.contains(setup.id), qPrintable(setup.id));
            ids.insert(setup.id);
            QVERIFY2(!setup.title.isEmpty() && !setup.place.isEmpty(), qPrintable(setup.id));
            QVERIFY2(setup.text.contains(QStringLiteral("http://192.168.1.20:11480")), qPrintable(setup.id));
            QVERIFY2(setup.text.contains(QStringLiteral("sk-lan-0123")), qPrintable(setup.id));
            QVERIFY2(setup.id == u"open-webui" || setup.text.contains(QStringLiteral("gpt-4o-mini")), qPrintable(setup.id));
            QVERIFY2(!setup.text.contains(QStringLiteral("<Q-")) && !setup.text.contains(QStringLiteral("<KEY")), qPrintable(setup.text));
        }
        QVERIFY(ids.size() >= 11);
    }

    void clientsWithoutTheVersionPathGetNone()
    {
        for (const char* id : {"claude-code", "gemini-cli", "cherry-studio", "nextchat"})
            QVERIFY2(!textFor(sample(), QLatin1String(id)).contains(QStringLiteral("/v1")), id);
        for (const char* id : {"codex", "opencode", "open-webui", "continue", "python"})
            QVERIFY2(textFor(sample(), QLatin1String(id)).contains(QStringLiteral(":11480/v1")), id);
    }

    void withoutAKeyThereIsAGap()
    {
        ClientTarget target = sample();
        target.key.clear();
        QVERIFY(textFor(target, QStringLiteral("python")).contains(QStringLiteral("api_key=\u0022sk-lan-...\u0022")));
    }

    void oddNamesStayWholeAndHarmless()
    {
        ClientTarget target = sample();
        target.model = QStringLiteral("it's \u0022odd\u0022");
        const QString json = textFor(target, QStringLiteral("opencode"));
        const QJsonObject models = QJsonDocument::fromJson(json.toUtf8()).object().value(u"provider").toObject().value(u"lanyard").toObject().value(u"models").toObject();
        QCOMPARE(models.keys(), QStringList{target.model});
        QVERIFY(textFor(target, QStringLiteral("claude-code")).contains(QStringLiteral("ANTHROPIC_MODEL='it'\\''s")));
    }
};

LANYARD_TEST(tst_ClientSetup)
#include "tst_ClientSetup.moc"
