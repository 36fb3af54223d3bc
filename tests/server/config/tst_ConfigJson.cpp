#include "EditorHarness.h"

#include "config/ConfigJson.h"
#include "config/ConfigNodeJson.h"
#include "support/TestMain.h"

#include <QJsonDocument>

using namespace lanyard;
using lanyard::test::EditorHarness;
using lanyard::test::fixture;

class tst_ConfigJson : public QObject
{
    Q_OBJECT

private:
    EditorHarness m_house;

    /// A fixture in the form that text() has.
    static QByteArray expected(const char* name)
    {
        const QJsonDocument document = QJsonDocument::fromJson(fixture(QStringLiteral("json/%1.json").arg(QLatin1String(name))));
        return document.toJson();
    }

    static QByteArray text(const QJsonObject& object) { return QJsonDocument(object).toJson(); }

private Q_SLOTS:
    void initTestCase()
    {
        m_house.variables = {{"OPENAI_API_KEY", "sk-upstream-4711"}, {"OFFICE_PROXY_PASSWORD", "proxy-secret-4711"}};
        QVERIFY(m_house.apply(fixture(QStringLiteral("good/everything.yaml")).toStdString()));
    }

    void providersShowNoSecret()
    {
        QCOMPARE(text(providerJson(m_house.current.providers[0])), expected("provider"));
        QCOMPARE(text(proxyJson(m_house.current.proxies[0])), expected("proxy"));
    }

    void aLockedCredentialSaysNothingOfItsKey()
    {
        CredentialConfig credential = m_house.current.providers[0].credentials[0];
        credential.key.reset();
        QVERIFY(!credentialJson(credential).contains(QLatin1String("has_key")));
    }

    void modelsHaveExactPrices()
    {
        QCOMPARE(text(modelJson(m_house.current.models[0])), expected("model"));
        const QJsonObject mini = modelJson(m_house.current.models[1]);
        QVERIFY(mini.value(QLatin1String("price")).isNull());
        QVERIFY(mini.value(QLatin1String("max_output")).isNull());
    }

    void usersShowTheirKeysByPrefix()
    {
        const QJsonObject alice = userJson(m_house.current.users[0]);
        QCOMPARE(alice.value(QLatin1String("group")).toString(), QStringLiteral("family"));
        QCOMPARE(text(alice.value(QLatin1String("keys")).toArray().at(0).toObject()), expected("key"));
        const QJsonObject watch = apiKeyJson(m_house.current.users[0].keys[2]);
        QCOMPARE(watch.value(QLatin1String("expires")).toString(), QStringLiteral("2027-01-01T10:30:00Z"));
        QCOMPARE(groupJson(m_house.current.groups[0]).value(QLatin1String("multiplier")).toString(), QStringLiteral("1.25"));
    }

    void settingsAreAllThere()
    {
        const QJsonArray settings = settingsJson(m_house.current);
        QVERIFY(settings.size() >= 16);
        QCOMPARE(text(settings.at(0).toObject()), expected("setting"));
    }

    /// What the GUI reads it may send back, apart from what is only shown.
    void whatIsShownCanBeSentBack()
    {
        QJsonObject model = modelJson(m_house.current.models[0]);
        model.remove(QLatin1String("id"));
        QJsonArray routes = model.value(QLatin1String("routes")).toArray();
        for (int i = 0; i < routes.size(); ++i) {
            QJsonObject route = routes.at(i).toObject();
            route.remove(QLatin1String("id"));
            routes.replace(i, route);
        }
        model.insert(QLatin1String("routes"), routes);
        ConfigChange change;
        change.document = configNodeFromJson(QJsonObject{{QStringLiteral("models"), QJsonArray{model}}});
        const Configuration before = m_house.current;
        const Result<void> result = m_house.applyChange(change);
        QVERIFY2(result, result ? "" : result.error().message.c_str());
        QVERIFY(m_house.current == before);
    }
};

LANYARD_TEST(tst_ConfigJson)
#include "tst_ConfigJson.moc"
