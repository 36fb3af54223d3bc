#include "http/RouteTable.h"
#include "support/TestMain.h"
#include "TestServer.h"

using namespace lanyard;
using namespace lanyard::test;

class tst_RouteTable : public QObject
{
    Q_OBJECT

    EchoHandler m_list;
    EchoHandler m_one;
    EchoHandler m_deep;
    EchoHandler m_chat;
    RouteTable m_table;

    RequestHandler* handlerNamed(const QByteArray& name)
    {
        const QHash<QByteArray, RequestHandler*> names{
            {"list", &m_list}, {"one", &m_one}, {"deep", &m_deep}, {"chat", &m_chat}};
        return names.value(name, nullptr);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_table.add(HttpMethod::Get, "/v1/models", m_list);
        m_table.add(HttpMethod::Get, "/v1/models/*", m_one);
        m_table.add(HttpMethod::Post, "/v1/models/deep/*", m_deep);
        m_table.add(HttpMethod::Post, "/v1/chat/completions", m_chat);
        m_table.add(HttpMethod::Post, "/v1/models/list", m_chat);
    }

    void findsTheBestRoute_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("handler");
        QTest::newRow("exact") << QByteArray("GET") << QByteArray("/v1/models") << QByteArray("list");
        QTest::newRow("prefix") << QByteArray("GET") << QByteArray("/v1/models/gpt-4o") << QByteArray("one");
        QTest::newRow("prefix needs a rest") << QByteArray("GET") << QByteArray("/v1/models/") << QByteArray();
        QTest::newRow("longer prefix") << QByteArray("POST") << QByteArray("/v1/models/deep/x") << QByteArray("deep");
        QTest::newRow("shorter prefix has the verb")
            << QByteArray("GET") << QByteArray("/v1/models/deep/x") << QByteArray("one");
        QTest::newRow("prefix where the exact path lacks the verb")
            << QByteArray("GET") << QByteArray("/v1/models/list") << QByteArray("one");
        QTest::newRow("exact before prefix")
            << QByteArray("POST") << QByteArray("/v1/models/list") << QByteArray("chat");
        QTest::newRow("HEAD is GET's") << QByteArray("HEAD") << QByteArray("/v1/models") << QByteArray("list");
        QTest::newRow("HEAD is not POST's") << QByteArray("HEAD") << QByteArray("/v1/chat/completions") << QByteArray();
        QTest::newRow("other verb") << QByteArray("DELETE") << QByteArray("/v1/models") << QByteArray();
        QTest::newRow("unknown") << QByteArray("GET") << QByteArray("/v1") << QByteArray();
        QTest::newRow("case counts") << QByteArray("GET") << QByteArray("/V1/models") << QByteArray();
    }
    void findsTheBestRoute()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, handler);
        QCOMPARE(m_table.find(httpMethodFrom(method.toStdString()), path.toStdString()), handlerNamed(handler));
    }

    void tellsTheMethodsOfAPath()
    {
        QCOMPARE(m_table.methodsOf("/v1/models"), std::string("GET, HEAD, OPTIONS"));
        QCOMPARE(m_table.methodsOf("/v1/models/list"), std::string("GET, HEAD, POST, OPTIONS"));
        QCOMPARE(m_table.methodsOf("/nothing"), std::string());
    }

    void missesSayWhatToDo()
    {
        RequestHead head;
        head.method = HttpMethod::Post;
        head.target = "/chat/completions?x=1";
        const SimpleAnswer unknown = m_table.missed(head);
        QCOMPARE(unknown.status, 404);
        QVERIFY(unknown.body.find("POST /v1/chat/completions") != std::string::npos);
        QVERIFY(!unknown.headers.contains("Allow"));
        head.target = "/v1/models";
        const SimpleAnswer wrongVerb = m_table.missed(head);
        QCOMPARE(wrongVerb.status, 405);
        QCOMPARE(wrongVerb.headers.value("Allow"), std::string_view("GET, HEAD, OPTIONS"));
    }

    void surfacesMaySpeakTheirDialect()
    {
        RouteTable table;
        table.add(HttpMethod::Get, "/a", m_list);
        table.setMissAnswer([](const RequestHead& head, const RouteTable::Miss& miss) {
            return SimpleAnswer{miss.status, {}, "own words for " + head.target};
        });
        RequestHead head;
        head.method = HttpMethod::Post;
        head.target = "/a";
        QCOMPARE(table.missed(head).body, std::string("own words for /a"));
        QCOMPARE(table.missed(head).headers.value("Allow"), std::string_view("GET, HEAD, OPTIONS"));
    }
};

LANYARD_TEST(tst_RouteTable)
#include "tst_RouteTable.moc"
