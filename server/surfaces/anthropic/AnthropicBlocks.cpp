#include "surfaces/anthropic/AnthropicBlocks.h"

#include "llm/SignatureTag.h"

namespace lanyard {
namespace {

MediaSource readSource(const JsonValue& source)
{
    if (source["type"].is("url"))
        return {source["url"].text(), {}, {}};
    return {{}, source["data"].text(), source["media_type"].text()};
}

Part readDocument(const JsonValue& block)
{
    const JsonValue source = block["source"];
    if (source["type"].is("text")) // plain text, not base64
        return {TextPart{source["data"].text()}, {}};
    if (source["type"].is("content")) {
        std::string text = source["content"].text();
        for (const JsonValue inner : source["content"])
            text += inner["text"].text();
        return {TextPart{std::move(text)}, {}};
    }
    return {FilePart{readSource(source), block["title"].text(), source["file_id"].text()}, {}};
}

Part readToolResult(const JsonValue& block, const std::string& field, RequestProblem& problem, Adjustments& adjustments)
{
    ToolResultPart result;
    result.callId = block["tool_use_id"].text();
    result.isError = block["is_error"].boolean().value_or(false);
    if (!block["tool_use_id"].isString())
        problem.wrong(field + ".tool_use_id", "a string");
    readAnthropicContent(block["content"], field + ".content", result.content, problem, adjustments);
    return {std::move(result), {}};
}

Part readThinking(const JsonValue& block, bool redacted)
{
    OriginalSignature signature = untaggedSignature(block[redacted ? "data" : "signature"].text(), Protocol::Anthropic);
    ReasoningPart part;
    part.text = block["thinking"].text();
    part.redacted = redacted;
    if (!signature.signature.empty()) {
        part.signature = std::move(signature.signature);
        part.signedBy = signature.origin;
    }
    return {std::move(part), {}};
}

} // namespace

std::vector<RawField> anthropicCacheControl(const JsonValue& block)
{
    const JsonValue cache = block["cache_control"];
    if (cache.absent())
        return {};
    return {{"cache_control", std::string(cache.raw())}};
}

void readAnthropicContent(const JsonValue& content, const std::string& field, std::vector<Part>& parts, RequestProblem& problem,
                          Adjustments& adjustments)
{
    if (content.absent())
        return;
    if (content.isString()) {
        parts.push_back({TextPart{content.text()}, {}});
        return;
    }
    if (!content.isArray())
        return problem.wrong(field, "a string or a list of blocks");
    std::size_t index = 0;
    for (const JsonValue block : content) {
        const std::string name = fieldName(field, index++);
        const JsonValue type = block["type"];
        std::vector<RawField> extras = anthropicCacheControl(block);
        if (type.is("text"))
            parts.push_back({TextPart{block["text"].text()}, {}});
        else if (type.is("image"))
            parts.push_back({ImagePart{readSource(block["source"]), {}}, {}});
        else if (type.is("document"))
            parts.push_back(readDocument(block));
        else if (type.is("tool_use"))
            parts.push_back({ToolCallPart{block["id"].text(), block["name"].text(), std::string(block["input"].raw()), {}, {}, {}}, {}});
        else if (type.is("tool_result"))
            parts.push_back(readToolResult(block, name, problem, adjustments));
        else if (type.is("thinking") || type.is("redacted_thinking"))
            parts.push_back(readThinking(block, type.is("redacted_thinking")));
        else if (type.isString()) { // server tools and what they found: another provider cannot use it
            adjustments.dropped("a block of type " + type.text());
            continue;
        } else {
            return problem.wrong(name + ".type", "a string");
        }
        parts.back().extras = std::move(extras);
    }
}

} // namespace lanyard
