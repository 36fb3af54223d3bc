#include "gateway/ChatRefusal.h"

namespace lanyard {
namespace {

/// Markdown, because that is what chat front ends show.
std::string words(const Error& error)
{
    std::string text = "**This request was not served.** " + error.message;
    if (!text.ends_with('.'))
        text += '.';
    return text;
}

} // namespace

ErrorStyle errorStyleFor(const ApiKeyConfig* key, const Snapshot& snapshot)
{
    return key && key->errorStyle ? *key->errorStyle : snapshot.settings().errorStyle;
}

std::string chatRefusal(const Surface& surface, const ModelTask& task, const AnswerFacts& facts, const Error& error)
{
    const std::string text = words(error);
    if (!task.stream) {
        ChatAnswer answer;
        answer.id = std::string(facts.requestId);
        answer.choices.emplace_back().parts.push_back(Part{TextPart{text}, {}});
        answer.usage = Usage{};
        return surface.writeAnswer(answer, task, facts);
    }
    std::string frames;
    const std::unique_ptr<StreamEncoder> encoder = surface.makeStreamEncoder(task, facts);
    for (const StreamEvent& event : {StreamEvent(StreamStart{facts.requestId}), StreamEvent(TextDelta{0, text}), StreamEvent(StreamStop{}), StreamEvent(UsageReport{})})
        encoder->encode(event, frames);
    encoder->finish(frames);
    return frames;
}

} // namespace lanyard
