#include "providers/demo/DemoAnswer.h"
#include "support/TestMain.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace lanyard;

namespace {

std::string joined(const DemoAnswer& answer)
{
    std::string all;
    for (const DemoAnswer::Piece& piece : answer.pieces)
        all += piece.bytes;
    return all;
}

QJsonObject parsed(const std::string& text)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
}

DemoAnswer ask(const char* body)
{
    return demoAnswer(HttpMethod::Post, "/v1/chat/completions", body, 1'767'225'600);
}

} // namespace

class tst_DemoAnswer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plainAnswerHasTextAndUsage()
    {
        // In plain escapes: moc does not get through a raw string with a backslash before a quote.
        const DemoAnswer answer = ask("{\"model\":\"my \\\"demo\\\"\",\"messages\":[{\"role\":\"system\",\"content\":\"abc\"},"
                                      "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"h\xC3\xA9\xF0\x9F\x98\x80\"},"
                                      "{\"type\":\"image_url\"}]}]}");
        QCOMPARE(answer.status, 200);
        const QJsonObject object = parsed(joined(answer));
        QCOMPARE(object[QLatin1String("object")].toString(), QStringLiteral("chat.completion"));
        QCOMPARE(object[QLatin1String("model")].toString(), QStringLiteral("my \"demo\""));
        QCOMPARE(object[QLatin1String("created")].toInt(), 1'767'225'600);
        const QJsonObject choice = object[QLatin1String("choices")].toArray().first().toObject();
        QCOMPARE(choice[QLatin1String("finish_reason")].toString(), QStringLiteral("stop"));
        const QString text = choice[QLatin1String("message")].toObject()[QLatin1String("content")].toString();
        QVERIFY(text.contains(QLatin1String("You sent 2 messages with 6 characters.")));
        const QJsonObject usage = object[QLatin1String("usage")].toObject();
        QCOMPARE(usage[QLatin1String("prompt_tokens")].toInt(), 3); // 3 + 7 bytes
        QCOMPARE(usage[QLatin1String("completion_tokens")].toInt(), (static_cast<int>(text.toUtf8().size()) + 3) / 4);
        QCOMPARE(usage[QLatin1String("total_tokens")].toInt(),
                 usage[QLatin1String("prompt_tokens")].toInt() + usage[QLatin1String("completion_tokens")].toInt());
    }

    void streamIsTheSameTextInEvents_data()
    {
        QTest::addColumn<bool>("usage");
        QTest::newRow("without usage") << false;
        QTest::newRow("with usage") << true;
    }
    void streamIsTheSameTextInEvents()
    {
        QFETCH(bool, usage);
        const std::string request = std::string(R"({"model":"demo","messages":[{"role":"user","content":"Hi"}],"stream":true)") +
                                    (usage ? R"(,"stream_options":{"include_usage":true}})" : "}");
        const DemoAnswer answer = ask(request.c_str());
        QCOMPARE(QByteArray::fromStdString(std::string(answer.headers.value("content-type"))), QByteArray("text/event-stream; charset=utf-8"));
        std::vector<QJsonObject> chunks;
        for (std::size_t i = 0; i + 1 < answer.pieces.size(); ++i) {
            const std::string& event = answer.pieces[i].bytes;
            QVERIFY(event.starts_with("data: {") && event.ends_with("}\n\n"));
            chunks.push_back(parsed(event.substr(6)));
            QCOMPARE(chunks.back()[QLatin1String("object")].toString(), QStringLiteral("chat.completion.chunk"));
            QCOMPARE(chunks.back().contains(QLatin1String("usage")), usage);
        }
        QCOMPARE(answer.pieces.back().bytes, std::string("data: [DONE]\n\n"));
        if (usage) {
            QVERIFY(chunks.back()[QLatin1String("choices")].toArray().isEmpty());
            QVERIFY(chunks.back()[QLatin1String("usage")].toObject()[QLatin1String("completion_tokens")].toInt() > 0);
            chunks.pop_back();
        }
        const auto choice = [](const QJsonObject& chunk) { return chunk[QLatin1String("choices")].toArray().first().toObject(); };
        const auto delta = [&](const QJsonObject& chunk) { return choice(chunk)[QLatin1String("delta")].toObject(); };
        QCOMPARE(delta(chunks.front())[QLatin1String("role")].toString(), QStringLiteral("assistant"));
        QCOMPARE(choice(chunks.back())[QLatin1String("finish_reason")].toString(), QStringLiteral("stop"));
        QString text;
        for (const QJsonObject& chunk : chunks)
            text += delta(chunk)[QLatin1String("content")].toString();
        const QJsonObject plain = parsed(joined(ask(R"({"model":"demo","messages":[{"role":"user","content":"Hi"}]})")));
        QCOMPARE(text, choice(plain)[QLatin1String("message")].toObject()[QLatin1String("content")].toString());
    }

    void sameQuestionHasTheSameAnswer()
    {
        QCOMPARE(joined(ask(R"({"model":"demo","messages":[]})")), joined(ask(R"({"model":"demo","messages":[]})")));
        QVERIFY(joined(ask(R"({"model":"demo","messages":[]})")) != joined(ask(R"({"model":"demo","messages":[1]})")));
    }

    void whatItDoesNotServeIsAnError_data()
    {
        QTest::addColumn<int>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        const auto row = [](const char* name, HttpMethod method, const char* target, const char* body, int status) {
            QTest::newRow(name) << static_cast<int>(method) << QByteArray(target) << QByteArray(body) << status;
        };
        row("models", HttpMethod::Get, "/models", "", 200);
        row("models with a query", HttpMethod::Get, "/v1/models?limit=3", "", 200);
        row("chat by GET", HttpMethod::Get, "/chat/completions", "", 404);
        row("embeddings", HttpMethod::Post, "/embeddings", "{}", 404);
        row("broken JSON", HttpMethod::Post, "/chat/completions", "{\"model\":", 400);
        row("no object", HttpMethod::Post, "/chat/completions", "[]", 400);
    }
    void whatItDoesNotServeIsAnError()
    {
        QFETCH(int, method);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        const DemoAnswer answer = demoAnswer(static_cast<HttpMethod>(method), target.toStdString(), body.toStdString(), 0);
        QCOMPARE(answer.status, status);
        const QJsonObject object = parsed(joined(answer));
        if (status == 200)
            QCOMPARE(object[QLatin1String("data")].toArray().first().toObject()[QLatin1String("id")].toString(), QStringLiteral("demo"));
        else
            QVERIFY(!object[QLatin1String("error")].toObject()[QLatin1String("message")].toString().isEmpty());
    }
};

LANYARD_TEST(tst_DemoAnswer)
#include "tst_DemoAnswer.moc"
