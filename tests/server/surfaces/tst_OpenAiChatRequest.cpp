#include "surfaces/openai/OpenAiChatRequest.h"
#include "support/TestMain.h"

using namespace lanyard;

class tst_OpenAiChatRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatTheGatewayNeedsAndLeavesTheRest()
    {
        const std::string body = R"({"unknown":{"model":"no"},"model":"gpt-4o","messages":[{"role":"user","content":"hi"}],"stream":true,)"
                                 R"("stream_options":{"include_usage":true},"max_tokens":10,"max_completion_tokens":20,"n":2})";
        const Result<ModelTask> task = parseOpenAiChatRequest(body);
        QVERIFY(task);
        QCOMPARE(task->model, std::string("gpt-4o"));
        QVERIFY(task->stream);
        QVERIFY(task->usageAsked);
        QCOMPARE(task->choices, std::uint64_t{2});
        QCOMPARE(task->maxOutput.value(), std::uint64_t{20});
        QCOMPARE(task->modelRaw, std::string_view("\"gpt-4o\""));
        QCOMPARE(task->modelRaw.data() - body.data(), std::ptrdiff_t(body.find("\"gpt-4o\"")));
    }

    void nullsMeanAbsent()
    {
        const Result<ModelTask> task =
            parseOpenAiChatRequest(R"({"messages":[{}],"model":null,"stream":null,"stream_options":null,"max_tokens":null,"n":null})");
        QVERIFY(task);
        QVERIFY(task->model.empty());
        QCOMPARE(task->modelRaw, std::string_view("null")); // a name goes where it stands, not behind it a second time
        QVERIFY(!task->stream && !task->usageAsked && !task->maxOutput);
        QCOMPARE(task->choices, std::uint64_t{1});
    }

    void refusesWithAMessageThatSaysWhatToDo_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("empty") << QByteArray("") << QByteArray("not valid JSON at its end");
        QTest::newRow("cut") << QByteArray(R"({"model":"a","messages":[)") << QByteArray("not valid JSON at its end");
        QTest::newRow("array") << QByteArray("[]") << QByteArray("expected an object");
        QTest::newRow("trailing") << QByteArray(R"({"messages":[1]} x)") << QByteArray("nothing behind the value");
        QTest::newRow("utf8") << QByteArray("{\"messages\":[\"\xC3\"]}") << QByteArray("UTF-8");
        QTest::newRow("model type") << QByteArray(R"({"model":7,"messages":[1]})") << QByteArray("\"model\" must be a string");
        QTest::newRow("no messages") << QByteArray(R"({"model":"a"})") << QByteArray("\"messages\" is missing");
        QTest::newRow("messages type") << QByteArray(R"({"model":"a","messages":"hi"})") << QByteArray("\"messages\" must be a list");
        QTest::newRow("no message") << QByteArray(R"({"model":"a","messages":[ ]})") << QByteArray("\"messages\" is empty");
        QTest::newRow("stream type") << QByteArray(R"({"messages":[1],"stream":"yes"})") << QByteArray("\"stream\" must be true or false");
        QTest::newRow("options type") << QByteArray(R"({"messages":[1],"stream_options":7})") << QByteArray("\"stream_options\" must be an object");
        QTest::newRow("max type") << QByteArray(R"({"messages":[1],"max_tokens":-1})") << QByteArray("\"max_tokens\" must be a whole number");
        QTest::newRow("n type") << QByteArray(R"({"messages":[1],"n":1.5})") << QByteArray("\"n\" must be a whole number");
        QTest::newRow("two models") << QByteArray(R"({"model":"a","messages":[1],"mod\u0065l":"b"})") << QByteArray("\"model\" stands twice");
    }
    void refusesWithAMessageThatSaysWhatToDo()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, says);
        const Result<ModelTask> task = parseOpenAiChatRequest(body.toStdString());
        QVERIFY(!task);
        QCOMPARE(task.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(QByteArray::fromStdString(task.error().message).contains(says), task.error().message.c_str());
    }
};

LANYARD_TEST(tst_OpenAiChatRequest)
#include "tst_OpenAiChatRequest.moc"
