#include "llm/StreamOrder.h"
#include "support/TestMain.h"

#include <vector>

using namespace lanyard;

namespace {

/// Notes each event as one word, so that an order reads as a line.
class Notes final : public StreamSink
{
public:
    std::string line;

    void onStreamEvent(const StreamEvent& event) override
    {
        const auto note = [&](const std::string& word) { line += (line.empty() ? "" : " ") + word; };
        std::visit(Overloaded{
                       [&](const StreamStart& e) { note("start:" + std::string(e.id)); },
                       [&](const ReasoningDelta& e) { note("think:" + std::string(e.text)); },
                       [&](const ReasoningEnd& e) { note("thought:" + std::string(e.signature)); },
                       [&](const TextDelta& e) { note("text:" + std::string(e.text)); },
                       [&](const RefusalDelta& e) { note("refuse:" + std::string(e.text)); },
                       [&](const ToolCallStart& e) { note("call" + std::to_string(e.call) + ":" + std::string(e.name)); },
                       [&](const ToolCallDelta& e) { note("args" + std::to_string(e.call) + ":" + std::string(e.arguments)); },
                       [&](const ToolCallEnd& e) { note("end" + std::to_string(e.call)); },
                       [&](const StreamStop& e) { note("stop:" + std::to_string(int(e.reason))); },
                       [&](const UsageReport&) { note("usage"); },
                   },
                   event);
    }
};

std::string orderOf(const std::vector<StreamEvent>& events)
{
    Notes notes;
    StreamOrder order(notes);
    for (const StreamEvent& event : events)
        order.onStreamEvent(event);
    return notes.line;
}

const std::string kEndTurn = std::to_string(int(StopReason::EndTurn));
const std::string kToolCalls = std::to_string(int(StopReason::ToolCalls));

} // namespace

class tst_StreamOrder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStartIsToldOnceAndMadeWhereItIsMissing()
    {
        QCOMPARE(orderOf({TextDelta{0, "a"}, StreamStart{"x"}, StreamStop{}}), "start: text:a stop:" + kEndTurn);
        QCOMPARE(orderOf({StreamStart{"x"}, StreamStart{"y"}, TextDelta{0, "a"}}), std::string("start:x text:a"));
    }

    void thoughtsEndBeforeWords()
    {
        QCOMPARE(orderOf({ReasoningDelta{0, "hm"}, TextDelta{0, "a"}, StreamStop{}}), "start: think:hm thought: text:a stop:" + kEndTurn);
        QCOMPARE(orderOf({ReasoningDelta{0, "hm"}, ReasoningEnd{0, "sig", {}, false}, TextDelta{0, "a"}}), std::string("start: think:hm thought:sig text:a"));
        QCOMPARE(orderOf({ReasoningEnd{0, "", {}, false}, TextDelta{0, "a"}}), std::string("start: text:a"));
    }

    void piecesOfAnUnknownOrEndedCallAreLost()
    {
        QCOMPARE(orderOf({ToolCallDelta{0, 0, "{"}, TextDelta{0, "a"}}), std::string("start: text:a"));
        QCOMPARE(orderOf({ToolCallStart{0, 0, "i", "f"}, ToolCallEnd{0, 0}, ToolCallDelta{0, 0, "{"}, ToolCallEnd{0, 0}}), std::string("start: call0:f end0"));
    }

    void openCallsEndAtTheStopWhichSaysSo()
    {
        QCOMPARE(orderOf({ToolCallStart{0, 0, "i", "f"}, ToolCallStart{0, 1, "j", "g"}, ToolCallDelta{0, 0, "{}"}, StreamStop{}}),
                 "start: call0:f call1:g args0:{} end0 end1 stop:" + kToolCalls);
    }

    void nothingComesBehindTheStopButUsage()
    {
        QCOMPARE(orderOf({TextDelta{0, "a"}, StreamStop{}, TextDelta{0, "b"}, StreamStop{}, UsageReport{}}), "start: text:a stop:" + kEndTurn + " usage");
    }

    void emptyPiecesSayNothing()
    {
        Notes notes;
        StreamOrder order(notes);
        for (const StreamEvent& event : std::vector<StreamEvent>{StreamStart{}, TextDelta{0, ""}, ReasoningDelta{0, ""}, UsageReport{}})
            order.onStreamEvent(event);
        QVERIFY(!order.semantic());
        order.onStreamEvent(TextDelta{0, "abc"});
        QVERIFY(order.semantic());
        QCOMPARE(order.textBytes(), std::uint64_t{3});
    }

    void senselessNumbersAreNotFollowed()
    {
        QCOMPARE(orderOf({TextDelta{4'000'000'000U, "a"}, ToolCallStart{0, 4'000'000'000U, "i", "f"}, TextDelta{0, "b"}}), std::string("start: text:b"));
    }
};

LANYARD_TEST(tst_StreamOrder)
#include "tst_StreamOrder.moc"
