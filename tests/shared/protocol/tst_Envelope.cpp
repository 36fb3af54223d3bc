#include "protocol/Envelope.h"
#include "protocol/RpcError.h"
#include "support/TestMain.h"

#include <QJsonArray>

using namespace lanyard;

class tst_Envelope : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCallIsOneLine()
    {
        const auto call = Envelope::request(7, QStringLiteral("user.show"), {{QStringLiteral("name"), QStringLiteral("a\nb\u4e2d")}});
        const QByteArray frame = call.toFrame();
        QCOMPARE(frame.count('\n'), 1);
        QVERIFY(frame.endsWith('\n'));
        const auto read = Envelope::parse(frame.trimmed());
        QVERIFY(read);
        QCOMPARE(read->kind, Envelope::Kind::Request);
        QCOMPARE(read->id.toInteger(), 7);
        QCOMPARE(read->method, QStringLiteral("user.show"));
        QCOMPARE(read->params.value(u"name").toString(), QStringLiteral("a\nb\u4e2d"));
    }

    void answersCarryResultOrError()
    {
        const auto answer = Envelope::parse(Envelope::response(QStringLiteral("x"), QJsonObject{{QStringLiteral("a"), 1}}).toFrame());
        QCOMPARE(answer->kind, Envelope::Kind::Response);
        QCOMPARE(answer->id.toString(), QStringLiteral("x"));
        QCOMPARE(answer->result.toObject().value(u"a").toInt(), 1);
        const auto failure = Envelope::parse(Envelope::failure(3, {ErrorCode::Conflict, "it exists", "row 7"}).toFrame());
        QCOMPARE(failure->kind, Envelope::Kind::Failure);
        QCOMPARE(failure->error.code, ErrorCode::Conflict);
        QCOMPARE(failure->error.message, std::string("it exists"));
        QCOMPARE(failure->error.detail, std::string("row 7"));
    }

    void everyErrorCodeSurvives()
    {
        for (int i = 0; i <= static_cast<int>(ErrorCode::Locked); ++i) {
            const Error error{static_cast<ErrorCode>(i), "what", "detail"};
            const QJsonObject json = errorToJson(error);
            QCOMPARE(json.value(u"code").toInt(), error.jsonRpcCode());
            QCOMPARE(errorFromJson(json).code, error.code);
        }
    }

    void refusesWhatIsNoMessage_data()
    {
        QTest::addColumn<QByteArray>("frame");
        for (const char* frame : {"", "x", "[]", "1", "null", "{", "{}", R"({"id":1,"method":"a"})", R"({"jsonrpc":"1.0","method":"a"})",
                                  R"({"jsonrpc":"2.0","method":1})", R"({"jsonrpc":"2.0","method":"a","params":[1]})",
                                  R"({"jsonrpc":"2.0","method":"a","id":{}})", R"({"jsonrpc":"2.0","method":"a","id":null})",
                                  R"({"jsonrpc":"2.0","id":1})", R"({"jsonrpc":"2.0","result":1})",
                                  R"([{"jsonrpc":"2.0","id":1,"method":"a"}])", "{\"jsonrpc\":\"2.0\",\"method\":\"\xff\"}"})
            QTest::newRow(*frame ? frame : "empty") << QByteArray(frame);
    }
    void refusesWhatIsNoMessage()
    {
        QFETCH(QByteArray, frame);
        const auto read = Envelope::parse(frame);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::InvalidArgument);
    }
};

LANYARD_TEST(tst_Envelope)
#include "tst_Envelope.moc"
