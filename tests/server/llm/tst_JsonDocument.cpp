#include "llm/JsonDocument.h"
#include "llm/JsonScan.h"
#include "llm/JsonWriter.h"
#include "support/TestMain.h"

using namespace lanyard;

class tst_JsonDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsValuesAtAnyDepthAndKeepsThemAsSlices()
    {
        const std::string text = R"( {"a" : {"list":[1, {"deep":"x"}, []], "n": 1.50}, "b":null} )";
        JsonDocument document;
        QVERIFY(document.parse(text));
        const JsonValue root = document.root();
        QCOMPARE(root.size(), std::size_t{2});
        QCOMPARE(root["a"]["n"].raw(), std::string_view("1.50"));
        QVERIFY(root["a"]["n"].raw().data() > text.data() && root["a"]["n"].raw().data() < text.data() + text.size());
        std::size_t elements = 0;
        for (const JsonValue item : root["a"]["list"]) {
            if (elements == 1)
                QCOMPARE(item["deep"].text(), std::string("x"));
            ++elements;
        }
        QCOMPARE(elements, std::size_t{3});
        QCOMPARE(root["a"]["list"].raw(), std::string_view(R"([1, {"deep":"x"}, []])"));
        QVERIFY(root["b"].isNull() && root["b"].absent() && root["b"]);
    }

    void whatIsMissingOrOfAnotherTypeReadsAsEmpty()
    {
        JsonDocument document;
        QVERIFY(document.parse(R"({"s":"t","n":7,"f":-1.5})"));
        const JsonValue root = document.root();
        QVERIFY(!root["x"] && root["x"].absent());
        QVERIFY(!root["x"]["y"]["z"]);
        QVERIFY(root["n"].text().empty());
        QVERIFY(!root["s"].number() && !root["s"].whole() && !root["s"].boolean());
        QVERIFY(!root["f"].whole());
        QCOMPARE(root["f"].number().value(), -1.5);
        QCOMPARE(root["s"].size(), std::size_t{0});
        for (const JsonValue item : root["s"])
            QVERIFY2(!item, "a string has no elements");
        QVERIFY(root["s"].is("t") && !root["s"].is("tt") && !root["n"].is("7"));
    }

    void keysAndTextsAreUnescaped()
    {
        JsonDocument document;
        const std::string text = "{\"mod\\u0065l\":\"a\\n\\u00e9\",\"plain\":\"b\"}";
        QVERIFY(document.parse(text));
        const JsonValue root = document.root();
        QCOMPARE(root["model"].text(), std::string("a\n\xC3\xA9"));
        QCOMPARE((*root.begin()).key(), std::string("model"));
        std::string scratch;
        QVERIFY(root["plain"].text(scratch).data() == root["plain"].raw().data() + 1);
        QCOMPARE(std::string(root["model"].text(scratch)), scratch);
    }

    void aScalarIsADocumentToo()
    {
        JsonDocument document;
        QVERIFY(document.parse(" 12 "));
        QCOMPARE(document.root().whole().value(), std::uint64_t{12});
    }

    void refusesWhatTheStrictWalkRefuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"", "{", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "[1 2]", "{} x", "NaN", "01", "\"\x01\"", "{\"a\":}", "]", "[}", "{\"a\":1]"})
            QTest::newRow(*text ? text : "nothing") << QByteArray(text);
        QTest::newRow("too deep") << QByteArray(257, '[') + QByteArray(257, ']');
    }
    void refusesWhatTheStrictWalkRefuses()
    {
        QFETCH(QByteArray, text);
        JsonDocument document;
        const std::string json = text.toStdString();
        const Result<void> parsed = document.parse(json);
        QVERIFY(!parsed);
        QVERIFY(!document.root());
        QCOMPARE(checkJson(json).has_value(), false);
        QCOMPARE(QByteArray::fromStdString(parsed.error().message), QByteArray::fromStdString(checkJson(json).error().message));
    }

    void aDocumentIsUsedAgain()
    {
        JsonDocument document;
        QVERIFY(document.parse(R"({"a":[1,2,3]})"));
        QVERIFY(!document.parse("{"));
        QVERIFY(document.parse(R"({"b":1})"));
        QVERIFY(!document.root()["a"] && document.root()["b"]);
    }

    void theWriterSetsCommasAndEscapes()
    {
        std::string out = "data: ";
        JsonWriter json(out);
        json.beginObject().key("a").beginArray().number(1).text("x\"\n").beginObject().endObject().null().boolean(true).endArray();
        json.key("b").raw("[1,{}]").key("c").number(0.1).key("d").number(std::uint64_t{18446744073709551615U}).anyKey("q\"").text("[").key("e").text("");
        json.endObject();
        QCOMPARE(QByteArray::fromStdString(out),
                 QByteArray("data: {\"a\":[1,\"x\\\"\\n\",{},null,true],\"b\":[1,{}],\"c\":0.1,\"d\":18446744073709551615,\"q\\\"\":\"[\",\"e\":\"\"}"));
    }
};

LANYARD_TEST(tst_JsonDocument)
#include "tst_JsonDocument.moc"
