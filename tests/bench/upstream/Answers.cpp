#include "upstream/Answers.h"

#include <array>
#include <charconv>
#include <string_view>

namespace lanyard::bench {

namespace {

constexpr std::string_view kPlainStart =
    R"({"id":"chatcmpl-bench","object":"chat.completion","created":1763000000,"model":"bench-upstream-2026-11",)"
    R"("choices":[{"index":0,"message":{"role":"assistant","content":")";
constexpr std::string_view kPlainEnd =
    R"(","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":)";
constexpr std::string_view kPlainTail = R"(,"service_tier":"default","system_fingerprint":"fp_bench"})";
constexpr std::string_view kText =
    "A lanyard carries your badge and your keys; whoever meets you can read who you are. ";
constexpr std::string_view kChunkStart =
    R"(data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1763000000,)"
    R"("model":"bench-upstream-2026-11","choices":[)";
constexpr std::uint64_t kPlainTextBytes = 250;

std::string usageJson(BilledTokens tokens)
{
    return "{\"prompt_tokens\":" + std::to_string(tokens.prompt) +
           ",\"completion_tokens\":" + std::to_string(tokens.completion) +
           ",\"total_tokens\":" + std::to_string(tokens.prompt + tokens.completion) +
           R"(,"prompt_tokens_details":{"cached_tokens":64,"audio_tokens":0}})";
}

void appendText(std::string& out, std::uint64_t bytes)
{
    for (; bytes > kText.size(); bytes -= kText.size())
        out.append(kText);
    out.append(kText.substr(0, bytes));
}

void appendHttpChunk(std::string& out, std::string_view data)
{
    std::array<char, 16> size;
    const auto end = std::to_chars(size.data(), size.data() + size.size(), data.size(), 16).ptr;
    out.append(size.data(), end).append("\r\n").append(data).append("\r\n");
}

std::string event(std::string_view choices, std::string_view usage)
{
    std::string text(kChunkStart);
    text.append(choices).append(R"(],"usage":)").append(usage).append("}\n\n");
    return text;
}

} // namespace

BilledTokens tokensOf(std::uint64_t answerNumber)
{
    return {100 + answerNumber % 53, 20 + answerNumber % 7};
}

void appendPlainAnswer(std::string& out, std::uint64_t textBytes, BilledTokens tokens)
{
    const std::string usage = usageJson(tokens);
    const std::uint64_t text = textBytes == 0 ? kPlainTextBytes : textBytes;
    const std::uint64_t length = kPlainStart.size() + text + kPlainEnd.size() + usage.size() + kPlainTail.size();
    out.append("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-request-id: req_bench\r\n"
               "openai-processing-ms: 12\r\ncontent-length: ");
    out.append(std::to_string(length)).append("\r\n\r\n").append(kPlainStart);
    appendText(out, text);
    out.append(kPlainEnd).append(usage).append(kPlainTail);
}

void appendStreamHead(std::string& out)
{
    out.append("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\nx-request-id: req_bench\r\n"
               "transfer-encoding: chunked\r\n\r\n");
}

void appendStreamChunk(std::string& out, Nanos sentAt, std::uint64_t paddingBytes)
{
    constexpr std::size_t kStampDigits = 19;
    std::string stamp = std::to_string(sentAt);
    stamp.insert(0, kStampDigits - stamp.size(), '0');
    std::string choices = R"({"index":0,"delta":{"content":"t=)" + stamp;
    if (paddingBytes > 0)
        appendText(choices.append(1, ' '), paddingBytes);
    choices.append(R"("},"logprobs":null,"finish_reason":null})");
    appendHttpChunk(out, event(choices, "null"));
}

void appendStreamEnd(std::string& out, BilledTokens tokens)
{
    appendHttpChunk(out, event(R"({"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"})", "null"));
    appendHttpChunk(out, event("", usageJson(tokens)));
    appendHttpChunk(out, "data: [DONE]\n\n");
    out.append("0\r\n\r\n");
}

} // namespace lanyard::bench
