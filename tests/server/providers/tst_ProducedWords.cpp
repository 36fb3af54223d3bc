#include "providers/anthropic/AnthropicStreamScanner.h"
#include "providers/openai/OpenAiStreamScanner.h"
#include "support/TestMain.h"

using namespace lanyard;

class tst_ProducedWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ofAnOpenAiStream()
    {
        OpenAiStreamScanner scanner;
        scanner.look({}, R"({"choices":[{"delta":{"role":"assistant","content":""}}]})");
        scanner.look({}, R"({"choices":[{"delta":{"reasoning_content":"hm. "}}]})");
        scanner.look({}, R"({"choices":[{"delta":{"content":"caf\u00e9 "}}]})");
        scanner.look({}, R"({"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}}]})");
        QCOMPARE(scanner.produced().text(), std::string("hm. caf\xC3\xA9 {}"));
        QCOMPARE(scanner.produced().unreported(), std::string_view(scanner.produced().text()));
        scanner.look({},
                     R"({"choices":[{"delta":{"content":"more"}}],"usage":{"prompt_tokens":1,"completion_tokens":9}})");
        QVERIFY(scanner.produced().unreported().empty());
    }

    void ofAnAnthropicStream()
    {
        AnthropicStreamScanner scanner;
        scanner.look("message_start",
                     R"({"type":"message_start","message":{"usage":{"input_tokens":25,"output_tokens":1}}})");
        scanner.look("content_block_start",
                     R"({"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}})");
        scanner.look("content_block_delta",
                     R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"one "}})");
        scanner.look("content_block_delta",
                     R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"two"}})");
        QCOMPARE(scanner.produced().unreported(),
                 std::string_view("one two")); // what message_start says of the output lags behind
        scanner.look("content_block_delta",
                     R"({"type":"content_block_delta","index":1,"delta":{"type":"thinking_delta","thinking":"!"}})");
        scanner.look(
            "content_block_delta",
            R"({"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{}"}})");
        QCOMPARE(scanner.produced().text(), std::string("one two!{}"));
        scanner.look("message_delta",
                     R"({"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":15}})");
        QVERIFY(scanner.produced().unreported().empty());
    }
};

LANYARD_TEST(tst_ProducedWords)
#include "tst_ProducedWords.moc"
