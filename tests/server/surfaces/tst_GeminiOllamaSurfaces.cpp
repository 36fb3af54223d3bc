#include "support/TestMain.h"
#include "surfaces/MultipartForm.h"
#include "surfaces/Surface.h"

using namespace lanyard;

namespace {

const HttpHeaders kNone;

QByteArray bytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

const Surface& gemini()
{
    return surfaceFor("/v1beta/models/x:generateContent", kNone);
}

const Surface& ollama()
{
    return surfaceFor("/api/chat", kNone);
}

Result<ChatRequest> read(const Surface& surface, std::string_view path, const std::string& body, Adjustments& adjustments)
{
    const Result<ModelTask> task = surface.readTask({Operation::Chat, path, "alt=sse", kNone, body});
    if (!task)
        return task.error();
    return surface.readChat(*task, adjustments);
}

} // namespace

class tst_GeminiOllamaSurfaces : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theGeminiPathTellsModelAndOperation_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<int>("operation");
        QTest::addColumn<bool>("stream");
        QTest::newRow("plain") << QByteArray("/v1beta/models/gemini-2.5-flash:generateContent") << QByteArray() << QByteArray("gemini-2.5-flash") << int(Operation::Chat) << false;
        QTest::newRow("v1, stream") << QByteArray("/v1/models/house:streamGenerateContent") << QByteArray("key=x&alt=sse") << QByteArray("house") << int(Operation::Chat) << true;
        QTest::newRow("escaped, with a colon") << QByteArray("/v1beta/models/up%3Am%C3%A4:countTokens") << QByteArray() << QByteArray("up:m\xC3\xA4") << int(Operation::CountTokens) << false;
        QTest::newRow("no events") << QByteArray("/v1beta/models/m:streamGenerateContent") << QByteArray() << QByteArray() << 0 << false;
        QTest::newRow("unknown method") << QByteArray("/v1beta/models/m:dream") << QByteArray() << QByteArray() << 0 << false;
        QTest::newRow("no method") << QByteArray("/v1beta/models/m") << QByteArray() << QByteArray() << 0 << false;
        QTest::newRow("no model") << QByteArray("/v1beta/models/:generateContent") << QByteArray() << QByteArray() << 0 << false;
    }
    void theGeminiPathTellsModelAndOperation()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, query);
        QFETCH(QByteArray, model);
        QFETCH(int, operation);
        QFETCH(bool, stream);
        const std::string where = path.toStdString();
        const std::string asked = query.toStdString();
        const Result<ModelTask> task = gemini().readTask({Operation::Chat, where, asked, kNone, R"({"contents":[{"parts":[]}],"generationConfig":{"maxOutputTokens":7}})"});
        QCOMPARE(task.has_value(), !model.isEmpty());
        if (!task)
            return;
        QCOMPARE(bytes(task->model), model);
        QCOMPARE(int(task->operation), operation);
        QCOMPARE(task->stream, stream);
        QCOMPARE(task->maxOutput.value_or(0), std::uint64_t{7});
    }

    void geminiCallsWithoutIdsAreMatchedByNameAndOrder()
    {
        Adjustments adjustments;
        const Result<ChatRequest> request = read(
            gemini(), "/v1beta/models/m:generateContent",
            R"({"contents":[{"role":"model","parts":[{"functionCall":{"name":"f","args":{}},"thoughtSignature":"s"},{"function_call":{"name":"g"}},{"functionCall":{"name":"f","args":{"n":2}}}]},)"
            R"({"role":"user","parts":[{"functionResponse":{"name":"g","response":{"result":"G"}}},{"functionResponse":{"name":"f","response":{"result":"F1"}}},{"functionResponse":{"name":"f","response":{"error":"F2"}}}]}],)"
            R"("tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT","properties":{"n":{"type":"INTEGER"}},"propertyOrdering":["n"]}}]},{"googleSearch":{}}],)"
            R"("toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}},"safetySettings":[]})",
            adjustments);
        QVERIFY2(request, request ? "" : request.error().message.c_str());
        const auto& calls = request->messages[0].parts;
        const auto& results = request->messages[1].parts;
        const auto id = [](const Part& part) { return std::get<ToolCallPart>(part.value).id; };
        const auto answers = [](const Part& part) { return std::get<ToolResultPart>(part.value).callId; };
        QVERIFY(id(calls[0]) != id(calls[2]));
        QCOMPARE(answers(results[0]), id(calls[1]));
        QCOMPARE(answers(results[1]), id(calls[0]));
        QCOMPARE(answers(results[2]), id(calls[2]));
        QVERIFY(std::get<ToolResultPart>(results[2].value).isError);
        QVERIFY(std::get<ToolCallPart>(calls[0].value).signedBy == Protocol::Gemini);
        QCOMPARE(bytes(request->parameters.tools.at(0).parametersRaw), QByteArray(R"({"type":"object","properties":{"n":{"type":"integer"}}})"));
        QVERIFY(request->parameters.toolChoice == (ToolChoice{ToolChoice::Mode::Named, "f"}));
        QCOMPARE(bytes(request->parameters.extras.at(0).name), QByteArray("safetySettings"));
        QCOMPARE(bytes(adjustments.text()), QByteArray("the tool googleSearch dropped"));
    }

    void anOllamaStreamIsWhatHappensWhenNobodySaysOtherwise()
    {
        const auto task = [](const char* body, std::string_view path = "/api/chat") { return ollama().readTask({Operation::Chat, path, {}, kNone, body}); };
        QVERIFY(task(R"({"model":"m","messages":[{}]})")->stream);
        QVERIFY(!task(R"({"model":"m","messages":[{}],"stream":false})")->stream);
        QVERIFY(task(R"({"model":"m","prompt":"hi"})", "/api/generate")->stream);
        QVERIFY(!task(R"({"model":"m"})"));
        QCOMPARE(task(R"({"messages":[{}],"options":{"num_predict":7}})")->maxOutput.value_or(0), std::uint64_t{7});
        QVERIFY(!task(R"({"messages":[{}],"options":{"num_predict":-1}})")->maxOutput);
        QVERIFY2(ollama().ping().empty(), "a client would take it for an answer");
    }

    void ollamaGenerateHasAFormOfItsOwn()
    {
        const std::string body = R"({"model":"m","prompt":"hi","system":"s","images":["/9j/AA"],"format":"json","think":true,"options":{"mirostat":1}})";
        Adjustments adjustments;
        const Result<ChatRequest> request = read(ollama(), "/api/generate", body, adjustments);
        QVERIFY(request);
        QCOMPARE(request->messages.size(), std::size_t{2});
        QCOMPARE(bytes(std::get<ImagePart>(request->messages[1].parts[1].value).source.mediaType), QByteArray("image/jpeg"));
        QVERIFY(request->parameters.format.kind == ResponseFormat::Kind::JsonObject);
        QCOMPARE(bytes(adjustments.text()), QByteArray("options.mirostat dropped"));
        const Result<ModelTask> task = ollama().readTask({Operation::Chat, "/api/generate", {}, kNone, body});
        ChatAnswer answer;
        answer.choices.push_back({{{TextPart{"yes"}, {}}}, StopReason::EndTurn, {}});
        const std::string told = ollama().writeAnswer(answer, *task, {"m", "r", WallTime{}});
        QVERIFY2(told.find(R"("response":"yes")") != std::string::npos && told.find("message") == std::string::npos, told.c_str());
    }

    void dialectsAreToldByPathAndHeaders_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<int>("protocol");
        QTest::newRow("openai") << QByteArray("/v1/models") << QByteArray("authorization") << int(Protocol::OpenAi);
        QTest::newRow("anthropic") << QByteArray("/v1/models") << QByteArray("anthropic-version") << int(Protocol::Anthropic);
        QTest::newRow("gemini") << QByteArray("/v1/models") << QByteArray("x-goog-api-key") << int(Protocol::Gemini);
        QTest::newRow("gemini, by path") << QByteArray("/v1beta/models") << QByteArray("authorization") << int(Protocol::Gemini);
        QTest::newRow("ollama") << QByteArray("/api/tags") << QByteArray("authorization") << int(Protocol::Ollama);
    }
    void dialectsAreToldByPathAndHeaders()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, header);
        QFETCH(int, protocol);
        QCOMPARE(int(surfaceFor(path.toStdString(), {{header.toStdString(), "x"}}).protocol()), protocol);
    }

    void fieldsOfFormsAreFoundWhereTheyStand_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("twice");
        const QByteArray file("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"model\"\r\n\r\nnot this\r\n");
        const QByteArray model("--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper\r\n");
        QTest::newRow("behind a file") << file + model + "--b--\r\n" << QByteArray("whisper") << false;
        QTest::newRow("first") << model + file + "--b--\r\n" << QByteArray("whisper") << false;
        QTest::newRow("preamble") << QByteArray("hello\r\n") + model + "--b--\r\n" << QByteArray("whisper") << false;
        QTest::newRow("twice") << model + model + "--b--\r\n" << QByteArray("whisper") << true;
        QTest::newRow("other header first") << QByteArray("--b\r\nContent-Type: text/plain\r\ncontent-disposition: form-data; name=model\r\n\r\nx\r\n--b--\r\n") << QByteArray("x") << false;
        QTest::newRow("none") << file + "--b--\r\n" << QByteArray() << false;
        QTest::newRow("no end") << QByteArray("--b\r\nContent-Disposition: form-data; name=\"model\"") << QByteArray() << false;
        QTest::newRow("nothing") << QByteArray() << QByteArray() << false;
    }
    void fieldsOfFormsAreFoundWhereTheyStand()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, value);
        QFETCH(bool, twice);
        for (const std::string_view type : {"multipart/form-data; boundary=b", "Multipart/Form-Data; charset=x; Boundary=\"b\""}) {
            const std::string form = body.toStdString();
            const auto field = formField(type, form, "model");
            QCOMPARE(field.has_value(), !value.isEmpty());
            if (field) {
                QCOMPARE(bytes(field->value), value);
                QCOMPARE(field->twice, twice);
            }
            for (std::size_t size = 0; size < form.size(); ++size)
                (void)formField(type, std::string_view(form).substr(0, size), "model");
        }
    }
};

LANYARD_TEST(tst_GeminiOllamaSurfaces)
#include "tst_GeminiOllamaSurfaces.moc"
