#include "FuzzSupport.h"
#include "Targets.h"

#include "upstream/ResponseFramer.h"

namespace lanyard::fuzz {
namespace {

using Step = ResponseFramer::Step;

/// Byte by byte costs the square of a head's size.
constexpr std::size_t kMaxForBytes = 1024;

struct Answer
{
    std::string head; ///< "" until it is whole
    std::string body;
    Step step = Step::More;
    bool keepAlive = false;
};

Answer frame(const std::vector<std::string_view>& pieces, bool bodiless)
{
    Answer answer;
    ResponseFramer framer;
    framer.reset(bodiless);
    for (const std::string_view piece : pieces) {
        const ExactCopy copy(piece);
        answer.step = framer.feed(copy.view());
        answer.body += framer.body();
        if (answer.step == Step::Broken || answer.step == Step::HeadTooLarge)
            return answer;
        if (framer.headComplete() && answer.head.empty()) {
            require(framer.status() >= 200 && framer.status() <= 999, "an answer has a final status");
            answer.head = std::to_string(framer.status()) + "\n";
            for (const auto& [name, value] : framer.headers())
                answer.head.append(name).append(": ").append(value).append("\n");
        }
        if (answer.step == Step::Complete)
            break;
    }
    if (answer.step == Step::More)
        answer.step = framer.finish();
    answer.keepAlive = framer.keepAlive();
    return answer;
}

void requireSame(const Answer& whole, const Answer& cut)
{
    // Beast looks for the end of a head before it looks again at its lines: which fault is met first hangs on the cuts.
    require((whole.step == Step::Complete) == (cut.step == Step::Complete), "an answer is whole or not, whatever the cuts");
    if (whole.step != Step::Complete)
        return;
    requireEqual(whole.head, cut.head, "the head is the same whatever the cuts");
    requireEqual(whole.body, cut.body, "the body is the same whatever the cuts");
}

} // namespace

void fuzzResponseFramer(std::string_view input)
{
    const CutInput cut(input);
    for (const bool bodiless : {false, true}) {
        const Answer whole = frame(cut.asOnePiece(), bodiless);
        require(!bodiless || whole.body.empty(), "no body for HEAD");
        requireSame(whole, frame(cut.asCut(), bodiless));
        if (cut.bytes.size() <= kMaxForBytes)
            requireSame(whole, frame(cut.asBytes(), bodiless));
    }
}

} // namespace lanyard::fuzz
