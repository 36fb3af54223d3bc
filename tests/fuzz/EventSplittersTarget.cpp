#include "FuzzSupport.h"
#include "Targets.h"

#include "providers/ProviderAdapter.h"
#include "upstream/NdjsonSplitter.h"
#include "upstream/SseSplitter.h"

namespace lanyard::fuzz {
namespace {

/// So small that inputs go over it.
constexpr std::size_t kSmallFrame = 100;

/// The events that a reader of the standard would see, in one pass over the whole text.
/// Source: WHATWG HTML 9.2.6; other than there, an event at the stream's end counts without its blank line.
std::string eventsByTheBook(std::string_view text)
{
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    std::string events;
    std::string name;
    std::string data;
    bool hasData = false;
    const auto dispatch = [&] {
        if (hasData)
            events += "[" + name + "] " + data + "\n";
        name.clear();
        data.clear();
        hasData = false;
    };
    while (!text.empty()) {
        const std::size_t end = text.find_first_of("\r\n");
        const std::string_view line = text.substr(0, end);
        const bool crLf = end != std::string_view::npos && text.substr(end, 2) == "\r\n";
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + (crLf ? 2 : 1));
        if (line.empty()) {
            dispatch();
            continue;
        }
        const std::size_t colon = line.find(':');
        std::string_view value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
        if (value.starts_with(' '))
            value.remove_prefix(1);
        if (line.substr(0, colon) == "event")
            name = value;
        if (line.substr(0, colon) == "data") {
            data.append(hasData ? "\n" : "").append(value);
            hasData = true;
        }
    }
    dispatch();
    return events;
}

struct Seen
{
    std::string raw;
    std::string frames; ///< what a reader makes of them
};

Seen splitSse(const std::vector<std::string_view>& pieces, std::size_t maxFrame)
{
    Seen seen;
    SseSplitter splitter(maxFrame);
    const auto scanner = adapterFor(ProviderKind::OpenAi).makeScanner(ModelTask{});
    const auto onFrame = [&](const SseFrame& frame) {
        require(frame.raw().size() <= maxFrame, "no frame is over the limit");
        seen.raw += frame.raw();
        if (!frame.hasData())
            return;
        seen.frames += "[" + std::string(frame.event()) + "] ";
        seen.frames.append(frame.data()).append("\n");
        const ExactCopy data(frame.data());
        scanner->look(frame.event(), data.view());
    };
    for (const std::string_view piece : pieces) {
        const ExactCopy copy(piece);
        require(splitter.feed(copy.view(), onFrame) == !splitter.overflowed(), "feed() says when it is over");
        require(splitter.pendingBytes() <= maxFrame, "what is kept is bounded");
    }
    splitter.finish(onFrame);
    return seen;
}

Seen splitLines(const std::vector<std::string_view>& pieces, std::size_t maxFrame)
{
    Seen seen;
    NdjsonSplitter splitter(maxFrame);
    const auto onFrame = [&](const NdjsonFrame& frame) {
        require(frame.raw().size() <= maxFrame, "no line is over the limit");
        require(frame.raw().find('\n') >= frame.raw().size() - 1, "a line has one LF, at its end");
        seen.raw += frame.raw();
        seen.frames.append(frame.data()).append("|");
    };
    for (const std::string_view piece : pieces) {
        const ExactCopy copy(piece);
        require(splitter.feed(copy.view(), onFrame) == !splitter.overflowed(), "feed() says when it is over");
        require(splitter.pendingBytes() <= maxFrame, "what is kept is bounded");
    }
    splitter.finish(onFrame);
    return seen;
}

} // namespace

void fuzzEventSplitters(std::string_view input)
{
    const CutInput cut(input);
    const std::string book = eventsByTheBook(cut.bytes);
    for (const auto& pieces : {cut.asOnePiece(), cut.asCut(), cut.asBytes()}) {
        const Seen sse = splitSse(pieces, kMaxFrameBytes);
        requireEqual(cut.bytes, sse.raw, "all SSE frames in a row are the stream");
        requireEqual(book, sse.frames, "SSE events are those of the standard, whatever the cuts");
        require(cut.bytes.starts_with(splitSse(pieces, kSmallFrame).raw), "frames before an overflow are the stream's start");
    }
    const Seen lines = splitLines(cut.asOnePiece(), kMaxFrameBytes);
    const Seen fewLines = splitLines(cut.asOnePiece(), kSmallFrame);
    requireEqual(cut.bytes, lines.raw, "all lines in a row are the stream");
    for (const auto& pieces : {cut.asCut(), cut.asBytes()}) {
        requireEqual(lines.frames, splitLines(pieces, kMaxFrameBytes).frames, "lines are the same whatever the cuts");
        requireEqual(fewLines.frames, splitLines(pieces, kSmallFrame).frames, "an overflow comes at the same line");
    }
}

} // namespace lanyard::fuzz
