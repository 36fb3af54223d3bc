#include "llm/JsonScan.h"
#include "support/TestMain.h"

#include <simdjson.h>

#include <random>

using namespace lanyard;

namespace {

std::string nested(int depth)
{
    return std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
}

} // namespace

class tst_JsonScan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesRawSlicesOfTheWantedMembers()
    {
        const std::string text = R"( {"a" : [1, {"model":"inner"}], "model": "gpt\u002d4o" , "stream":true, "n":1.0e1 } )";
        std::array fields{JsonMember{"model"}, JsonMember{"stream"}, JsonMember{"n"}, JsonMember{"absent"}};
        QVERIFY(scanJsonObject(text, fields));
        QCOMPARE(fields[0].value, std::string_view(R"("gpt\u002d4o")"));
        QCOMPARE(*jsonString(fields[0].value), std::string("gpt-4o"));
        QCOMPARE(*jsonBool(fields[1].value), true);
        QCOMPARE(*jsonUnsigned(fields[2].value), std::uint64_t{10});
        QVERIFY(fields[3].value.empty());
        QVERIFY(fields[0].value.data() > text.data() && fields[0].value.data() < text.data() + text.size());
    }

    void refusesADuplicateOfAWantedKeyHoweverItIsSpelled_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("plain") << QByteArray(R"({"model":"a","model":"b"})");
        QTest::newRow("escaped") << QByteArray(R"({"model":"a","mod\u0065l":"b"})");
        QTest::newRow("null first") << QByteArray(R"({"model":null,"model":"b"})");
    }
    void refusesADuplicateOfAWantedKeyHoweverItIsSpelled()
    {
        QFETCH(QByteArray, text);
        std::array fields{JsonMember{"model"}};
        const Result<void> result = scanJsonObject(text.toStdString(), fields);
        QVERIFY(!result);
        QVERIFY(result.error().message.find("\"model\" stands twice") != std::string::npos);
    }

    void aDuplicateOfAnotherKeyIsTheProvidersBusiness()
    {
        std::array fields{JsonMember{"model"}};
        QVERIFY(scanJsonObject(R"({"x":1,"x":2,"model":"a"})", fields));
    }

    void refusesWhatIsNotJson_data()
    {
        QTest::addColumn<QByteArray>("text");
        const char* const bad[] = {"", " ", "{", "}", "{]", "[1,]", "[,1]", "[1,,2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}",
                                   "[1 2]", "{\"a\":1 \"b\":2}", "nul", "nulll", "NaN", "Infinity", "+1", "01", "1.", ".5", "1e", "1e+", "-",
                                   "0x10", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"a\nb\"", "\"\t\"", "[1]]", "{} {}", "[1]x", "//", "[\"\\\"]"};
        for (const char* text : bad)
            QTest::newRow(*text ? text : "empty") << QByteArray(text);
        QTest::newRow("257 deep") << QByteArray::fromStdString(nested(257));
        QTest::newRow("a million deep") << QByteArray(1'000'000, '[');
        QTest::newRow("NUL") << QByteArray("[1\0]", 4);
    }
    void refusesWhatIsNotJson()
    {
        QFETCH(QByteArray, text);
        const Result<void> result = checkJson({text.constData(), static_cast<std::size_t>(text.size())});
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::InvalidArgument);
        QVERIFY(result.error().message.find("expected") != std::string::npos);
    }

    void acceptsWhatIsJson_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"0", "-0", "10", "1.5", "1E-7", "true", "null", "\"\"", "\"\\u00e9\\ud83d\\ude00\"", "[]", "{}", "[[],{}]", " [1 , 2 ] ",
                                 "{\"\":0}", "{\"a\":{\"b\":[{}]}}", "\"a string of more than sixteen bytes, with a \\\" late in it\""})
            QTest::newRow(text) << QByteArray(text);
        QTest::newRow("256 deep") << QByteArray::fromStdString(nested(256));
    }
    void acceptsWhatIsJson()
    {
        QFETCH(QByteArray, text);
        QVERIFY(checkJson(text.toStdString()));
    }

    void agreesWithAnotherParserOnMutatedDocuments()
    {
        const std::string seed = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Gr\\u00fc\\u00dfe \\\"x\\\" \\\\ \"}],"
                                 "\"t\":0.5e-3,\"n\":null,\"s\":[true,false,{}]}";
        std::mt19937 random(11);
        simdjson::dom::parser parser;
        static constexpr std::string_view kBytes = "{}[]\",:\\0123456789.eE+-truefalsn u";
        int accepted = 0;
        for (int round = 0; round < 50'000; ++round) {
            std::string text = seed;
            for (unsigned edits = 1 + random() % 2; edits > 0; --edits)
                text[random() % text.size()] = kBytes[random() % kBytes.size()];
            const bool ours = checkJson(text).has_value();
            const bool theirs = parser.parse(text).error() == simdjson::SUCCESS;
            accepted += ours;
            if (ours != theirs)
                QFAIL(text.c_str());
        }
        QVERIFY(accepted > 1'000);
    }

    void walksArraysItemByItem()
    {
        std::vector<std::string> items;
        QVERIFY(scanJsonArray(R"([1, "a", {"b":[2]} ])", [&](std::string_view raw) {
            items.emplace_back(raw);
            return true;
        }));
        QCOMPARE(items, (std::vector<std::string>{"1", "\"a\"", R"({"b":[2]})"}));
        QVERIFY(!scanJsonArray("[1,]", [](std::string_view) { return true; }));
        QVERIFY(!scanJsonArray("{}", [](std::string_view) { return true; }));
    }

    void decodesEscapesAndLoneSurrogates()
    {
        QCOMPARE(*jsonString(R"("\u00e9\ud83d\ude00\n\/")"), std::string("\xC3\xA9\xF0\x9F\x98\x80\n/"));
        QCOMPARE(*jsonString(R"("\ud83dx")"), std::string("\xEF\xBF\xBDx"));
        QCOMPARE(*jsonString(R"("\ude00")"), std::string("\xEF\xBF\xBD"));
        QVERIFY(!jsonString("12"));
    }

    void readsWholeNumbersOnly()
    {
        QCOMPARE(*jsonUnsigned("18446744073709551615"), ~std::uint64_t{0});
        QCOMPARE(*jsonUnsigned("4096.0"), std::uint64_t{4096});
        for (const char* text : {"-1", "1.5", "1e30", "\"1\"", "true", "[1]"})
            QVERIFY2(!jsonUnsigned(text), text);
    }

    void quotesSoThatItReadsBackTheSame()
    {
        std::string all;
        for (int c = 1; c < 128; ++c)
            all.push_back(static_cast<char>(c));
        all += "\xC3\xA9";
        const std::string quoted = jsonQuoted(all);
        QVERIFY(checkJson(quoted));
        QCOMPARE(*jsonString(quoted), all);
    }

    void knowsValidUtf8()
    {
        QVERIFY(isValidUtf8("gr\xC3\xBC\xC3\x9F"));
        QVERIFY(!isValidUtf8("\xC3"));
        QVERIFY(!isValidUtf8("\xC0\xAF"));
        QVERIFY(!isValidUtf8("\xED\xA0\x80"));
    }
};

LANYARD_TEST(tst_JsonScan)
#include "tst_JsonScan.moc"
