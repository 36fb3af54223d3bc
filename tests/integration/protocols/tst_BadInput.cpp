#include "Corpus.h"
#include "llm/JsonDocument.h"
#include "support/TestMain.h"

using namespace lanyard;
using namespace lanyard::test;

namespace {

QByteArray bytes(const std::string& text)
{
    return QByteArray::fromStdString(text);
}

std::string replaced(std::string text, const std::string& from, const std::string& to)
{
    const std::size_t at = text.find(from);
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// What a surface makes of a body, through both readings: "" when it takes it.
std::string refusalOf(const Surface& surface, const std::string& body)
{
    static const HttpHeaders none;
    const std::string_view path = surface.protocol() == Protocol::Gemini ? "/v1beta/models/house:generateContent" : "/chat";
    const Result<ModelTask> task = surface.readTask({Operation::Chat, path, {}, none, body});
    if (!task)
        return std::string(task.error().name()) + ": " + task.error().message;
    Adjustments adjustments;
    const Result<ChatRequest> request = surface.readChat(*task, adjustments);
    return request ? std::string() : std::string(request.error().name()) + ": " + request.error().message;
}

/// Where a dialect keeps its conversation.
std::string listOf(const Surface& surface)
{
    switch (surface.protocol()) {
    case Protocol::Gemini: return "contents";
    case Protocol::Responses: return "input";
    default: return "messages";
    }
}

} // namespace

class tst_BadInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySurfaceRefusesItWithWords_data()
    {
        QTest::addColumn<int>("surface");
        QTest::addColumn<QByteArray>("body");
        const auto surfaces = chatSurfaces();
        for (std::size_t s = 0; s < surfaces.size(); ++s) {
            const std::string name = surfaces[s].name;
            const std::string good = corpusFile("requests/tools/" + name + ".json");
            const std::string list = listOf(*surfaces[s].surface);
            const auto row = [&](const char* what, const std::string& body) { QTest::addRow("%s: %s", name.c_str(), what) << int(s) << bytes(body); };
            row("nothing", "");
            row("no JSON", "hello");
            row("cut", good.substr(0, good.size() / 2));
            row("something behind", good + "x");
            row("a list", "[" + good + "]");
            row("a string", "\"" + list + "\"");
            row("invalid UTF-8", replaced(good, "Oslo", "\xFF\xFE"));
            row("half a character", replaced(good, "Oslo", "\xE4\xBD"));
            row("too deep", "{\"" + list + "\":" + std::string(300, '[') + std::string(300, ']') + "}");
            row("conversation of the wrong type", "{\"model\":\"m\",\"max_tokens\":1,\"" + list + "\":7}");
            row("empty conversation", "{\"model\":\"m\",\"max_tokens\":1,\"" + list + "\":[]}");
            row("messages of the wrong type", "{\"model\":\"m\",\"max_tokens\":1,\"" + list + "\":[7]}");
            row("conversation twice", "{\"" + list + "\":[1],\"model\":\"m\",\"" + list + "\":[2]}");
            row("conversation twice, escaped", "{\"" + list + "\":[1],\"" + "\\u00" + (list[0] == 'm' ? "6d" : list[0] == 'c' ? "63" : "69") + list.substr(1) + "\":[2]}");
            if (surfaces[s].surface->protocol() == Protocol::Gemini)
                continue; // its model stands in the path
            row("model of the wrong type", replaced(good, "\"model\": \"house\"", "\"model\": {}"));
            row("model twice", replaced(good, "\"model\": \"house\"", "\"model\": \"house\",\"mod\\u0065l\":\"other\""));
            row("stream of the wrong type", replaced(good, "\"model\": \"house\"", "\"model\": \"house\",\"stream\":\"yes\"").c_str());
        }
    }
    void everySurfaceRefusesItWithWords()
    {
        QFETCH(int, surface);
        QFETCH(QByteArray, body);
        const Surface& by = *chatSurfaces()[static_cast<std::size_t>(surface)].surface;
        const std::string refusal = refusalOf(by, body.toStdString());
        QVERIFY2(refusal.starts_with("invalid_argument: "), refusal.c_str());
        QVERIFY2(refusal.size() < 400, "the client's own data is no part of the message");
        const Error error{ErrorCode::InvalidArgument, refusal};
        QVERIFY(by.errorBody(error).find("must be") != std::string::npos || by.errorBody(error).size() > refusal.size());
    }

    void unknownFieldsAreTakenAndTold_data()
    {
        QTest::addColumn<int>("surface");
        const auto surfaces = chatSurfaces();
        for (std::size_t s = 0; s < surfaces.size(); ++s)
            QTest::addRow("%s", surfaces[s].name.c_str()) << int(s);
    }
    void unknownFieldsAreTakenAndTold()
    {
        QFETCH(int, surface);
        const SurfaceEntry entry = chatSurfaces()[static_cast<std::size_t>(surface)];
        const std::string good = corpusFile("requests/text/" + entry.name + ".json");
        QCOMPARE(bytes(refusalOf(*entry.surface, replaced(good, "{", "{\"a_field_of_tomorrow\":{\"b\":[1]},"))), QByteArray());
    }

    void noCutOfAGoodBodyIsTakenOrCrashes_data() { unknownFieldsAreTakenAndTold_data(); }
    void noCutOfAGoodBodyIsTakenOrCrashes()
    {
        QFETCH(int, surface);
        const SurfaceEntry entry = chatSurfaces()[static_cast<std::size_t>(surface)];
        for (const std::string& name : requestCases()) {
            const std::string good = corpusFile("requests/" + name + "/" + entry.name + ".json");
            QCOMPARE(bytes(refusalOf(*entry.surface, good)), QByteArray());
            for (std::size_t size = 0; size + 2 < good.size(); size += 3)
                QVERIFY(refusalOf(*entry.surface, good.substr(0, size)).starts_with("invalid_argument: "));
        }
    }

    /// Every value of a good body in turn becomes one of another type: taken or refused, never worse.
    void valuesOfOtherTypesNeverCrash_data() { unknownFieldsAreTakenAndTold_data(); }
    void valuesOfOtherTypesNeverCrash()
    {
        QFETCH(int, surface);
        const SurfaceEntry entry = chatSurfaces()[static_cast<std::size_t>(surface)];
        std::size_t refused = 0;
        for (const std::string& name : requestCases()) {
            const std::string good = corpusFile("requests/" + name + "/" + entry.name + ".json");
            for (std::size_t colon = good.find("\": "); colon != std::string::npos; colon = good.find("\": ", colon + 1)) {
                const std::size_t value = colon + 3;
                std::size_t end = value;
                if (good[value] == '"')
                    end = good.find('"', value + 1) + 1;
                else if (good[value] != '{' && good[value] != '[')
                    end = good.find_first_of(",\n}]", value);
                else
                    continue;
                for (const char* other : {"null", "true", "-1", "1e400", "\"\"", "[]", "{}", "[[{}]]", "[null]"}) {
                    const std::string refusal = refusalOf(*entry.surface, good.substr(0, value) + other + good.substr(end));
                    QVERIFY2(refusal.empty() || refusal.starts_with("invalid_argument: ") || refusal.starts_with("not_found: "), refusal.c_str());
                    refused += refusal.empty() ? 0 : 1;
                }
            }
        }
        QVERIFY2(refused > 0, "nothing was checked");
    }

    void everyErrorHasAFormInEveryDialect_data()
    {
        QTest::addColumn<int>("surface");
        QTest::addColumn<int>("code");
        const auto surfaces = chatSurfaces();
        for (std::size_t s = 0; s < surfaces.size(); ++s) {
            for (int code = int(ErrorCode::InvalidArgument); code <= int(ErrorCode::Locked); ++code)
                QTest::addRow("%s %d", surfaces[s].name.c_str(), code) << int(s) << code;
        }
    }
    void everyErrorHasAFormInEveryDialect()
    {
        QFETCH(int, surface);
        QFETCH(int, code);
        const Surface& by = *chatSurfaces()[static_cast<std::size_t>(surface)].surface;
        const Error error{ErrorCode(code), "says \"what\" to do\n"};
        JsonDocument document;
        const std::string body = by.errorBody(error);
        QVERIFY2(document.parse(body), body.c_str());
        const JsonValue value = document.root()["error"];
        const JsonValue message = value.isObject() ? value["message"] : value;
        QCOMPARE(bytes(message.text()), bytes(error.message));
        if (by.protocol() == Protocol::Gemini)
            QCOMPARE(value["code"].whole().value_or(0), std::uint64_t(error.httpStatus()));
        // In a stream that has begun it is one whole frame that a client's parser finds.
        std::size_t frames = 0;
        feedFrames(by.streamContentType() == "text/event-stream" ? StreamFraming::Sse : StreamFraming::Ndjson, {by.errorEvent(error)}, [&](std::string_view, std::string_view data) {
            ++frames;
            QVERIFY(JsonDocument().parse(data));
        });
        QCOMPARE(frames, std::size_t{1});
    }
};

LANYARD_TEST(tst_BadInput)
#include "tst_BadInput.moc"
