#include "support/TestMain.h"
#include "tokens/ModelEncoding.h"
#include "tokens/PromptTokens.h"

using namespace lanyard;

namespace {

std::optional<TokenCount> countOf(const QByteArray& body, const char* model = "gpt-4o")
{
    return promptTokens(Tokenizer::of(encodingOf(model).encoding), model, body.toStdString());
}

std::uint64_t o200k(std::string_view text)
{
    return Tokenizer::of(Encoding::O200k).count(text);
}

// 640 x 480: fitted within 768, two tiles.
constexpr const char* kPng = "iVBORw0KGgoAAAANSUhEUgAAAoAAAAHgCAIAAAA=";

QByteArray quoted(QByteArray text)
{
    return text.replace("'", "\x22");
}

} // namespace

class tst_PromptTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Source: the example of the cookbook, "How to count tokens with tiktoken", section 6, with the API's own counts.
    void countsTheMessagesOfTheDocumentation()
    {
        const QByteArray body = R"({"messages":[
            {"role":"system","content":"You are a helpful, pattern-following assistant that translates corporate jargon into plain English."},
            {"role":"system","name":"example_user","content":"New synergies will help drive top-line growth."},
            {"role":"system","name":"example_assistant","content":"Things working well together will increase revenue."},
            {"role":"system","name":"example_user","content":"Let's circle back when we have more bandwidth to touch base on opportunities for increased leverage."},
            {"role":"system","name":"example_assistant","content":"Let's talk later when we're less busy about how to do better."},
            {"role":"user","content":"This late pivot means we don't have time to boil the ocean for the client deliverable."}]})";
        QCOMPARE(*countOf(body, "gpt-3.5-turbo"), (TokenCount{129, true}));
        QCOMPARE(*countOf(body, "gpt-4-0613"), (TokenCount{129, true}));
        QCOMPARE(*countOf(body, "gpt-4o"), (TokenCount{124, true}));
    }

    void escapesAreReadAndPartsAddUp()
    {
        const auto plain =
            countOf(R"({"messages":[{"role":"user","content":"caf\u00e9 \n\u0022ok\u0022 \ud83d\udc4d"}]})");
        QCOMPARE(plain->tokens, 3 + 3 + o200k("user") + o200k("caf\xC3\xA9 \n\x22ok\x22 \xF0\x9F\x91\x8D"));
        const auto parts = countOf(
            R"({"messages":[{"role":"user","content":[{"type":"text","text":"one"},{"type":"text","text":"two"}]}]})");
        QCOMPARE(*parts, (TokenCount{3 + 3 + 1 + 1 + 1, true}));
        const auto empty = countOf(R"({"messages":[{"role":"assistant","content":null}]})");
        QCOMPARE(*empty, (TokenCount{3 + 3 + 1, true}));
    }

    void picturesCountByTheirSize()
    {
        const QByteArray url = QByteArray("data:image/png;base64,") + kPng;
        const auto chat = countOf(quoted(
            "{'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'" + url + "'}}]}]}"));
        QCOMPARE(*chat, (TokenCount{7 + 85 + 2 * 170, true}));
        const auto low =
            countOf(quoted("{'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'" + url +
                           "','detail':'low'}}]}]}"));
        QCOMPARE(*low, (TokenCount{7 + 85, true}));
        const auto responses = countOf(quoted(
            "{'input':[{'role':'user','content':[{'type':'input_image','image_url':'" + url + "','detail':'low'}]}]}"));
        QCOMPARE(*responses, (TokenCount{7 + 85, true}));
        const auto escaped =
            countOf(quoted("{'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'" +
                           QByteArray(url).replace("/", "\\/") + "'}}]}]}"));
        QVERIFY(escaped->tokens >= 7 + 85);
        const auto elsewhere = countOf(
            R"({"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"picture.png"}}]}]})");
        QCOMPARE(*elsewhere, (TokenCount{7 + 765, false}));
        const auto claude = countOf(quoted("{'messages':[{'role':'user','content':[{'type':'image','source':{'type':'"
                                           "base64','media_type':'image/png','data':'") +
                                        kPng + quoted("'}}]}]}"),
                                    "claude-x");
        QCOMPARE(claude->tokens, std::uint64_t{7 + 410}); // 640 x 480 / 750
        const auto gemini =
            countOf(quoted("{'contents':[{'role':'user','parts':[{'inlineData':{'mimeType':'image/png','data':'") +
                        kPng + quoted("'}}]}]}"),
                    "gemini-2.5-pro");
        QCOMPARE(gemini->tokens, std::uint64_t{7 + 4 * 258}); // tiles of 320
    }

    void otherProtocolsAreReadToo()
    {
        const std::uint64_t expected =
            3 + o200k("system") + o200k("Be brief.") + 3 + o200k("user") + o200k("Why is the sky blue?") + 3;
        QCOMPARE(
            countOf(R"({"system":"Be brief.","messages":[{"role":"user","content":"Why is the sky blue?"}]})")->tokens,
            expected);
        QCOMPARE(
            countOf(
                R"({"system":[{"type":"text","text":"Be brief."}],"messages":[{"role":"user","content":[{"type":"text","text":"Why is the sky blue?"}]}]})")
                ->tokens,
            expected);
        QCOMPARE(countOf(R"({"instructions":"Be brief.","input":"Why is the sky blue?"})")->tokens, expected);
        QCOMPARE(
            countOf(
                R"({"systemInstruction":{"parts":[{"text":"Be brief."}]},"contents":[{"role":"user","parts":[{"text":"Why is the sky blue?"}]}]})")
                ->tokens,
            expected);
    }

    void textsToEmbedHaveNoMessagesAroundThem()
    {
        QCOMPARE(*countOf(R"({"input":"one two"})", "text-embedding-3-small"), (TokenCount{2, true}));
        QCOMPARE(*countOf(R"({"input":["one two","three"]})", "text-embedding-3-small"), (TokenCount{3, true}));
    }

    void answersCountByTheirTexts()
    {
        const auto tokensOf = [](const char* body) { return answerTokens(Tokenizer::of(Encoding::O200k), body); };
        QCOMPARE(*tokensOf(R"({"choices":[{"message":{"role":"assistant","content":"one two"}},{"message":{"content":"three"}}]})"), (TokenCount{3, true}));
        QCOMPARE(*tokensOf(R"({"content":[{"type":"text","text":"one two"}]})"), (TokenCount{2, true}));
        QCOMPARE(*tokensOf(R"({"candidates":[{"content":{"role":"model","parts":[{"text":"one two"}]}}]})"), (TokenCount{2, true}));
        QCOMPARE(*tokensOf(R"({"output":[{"type":"message","content":[{"type":"output_text","text":"one two"}]}]})"), (TokenCount{2, true}));
        QVERIFY(tokensOf(R"({"choices":[{"message":{"content":null,"tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}}]})")->tokens > 3);
        QVERIFY(!tokensOf("{}") && !tokensOf("not JSON"));
    }

    void toolsCountButNotExactly()
    {
        const auto without = countOf(R"({"messages":[{"role":"user","content":"hi"}]})");
        const auto declared = countOf(
            R"({"messages":[{"role":"user","content":"hi"}],"tools":[{"type":"function","function":{"name":"f"}}]})");
        QVERIFY(declared->tokens > without->tokens && without->exact && !declared->exact);
        const auto called = countOf(
            R"({"messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{}"}}]}]})");
        QVERIFY(called->tokens > 10 && !called->exact);
        const auto sound = countOf(
            R"({"messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}]}]})");
        QVERIFY(!sound->exact);
    }

    void whatIsNoRequestHasNoCount()
    {
        QVERIFY(!countOf("{}"));
        QVERIFY(!countOf("[1]"));
        QVERIFY(!countOf(R"({"messages":)"));
        QVERIFY(!countOf(""));
    }

    void oddShapesAreCountedSomehow()
    {
        QVERIFY(!countOf(R"({"messages":[1,"x",null,{"role":1,"role":2}]})")->exact);
        QByteArray deep = R"({"messages":[{"role":"user","content":)";
        deep += QByteArray("[").repeated(200) + "\"x\"" + QByteArray("]").repeated(200) + "}]}";
        const auto nested = countOf(deep);
        QVERIFY(nested && !nested->exact && nested->tokens > 7);
    }
};

LANYARD_TEST(tst_PromptTokens)
#include "tst_PromptTokens.moc"
