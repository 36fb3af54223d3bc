#include "protocol/Envelope.h"
#include "protocol/FrameReader.h"
#include "support/TestMain.h"

#include <QJsonObject>

using namespace lanyard;

namespace {

/// JSON with single quotes for double ones: moc loses its way in raw strings with an odd number of them.
QByteArray quoted(const char* json)
{
    return QByteArray(json).replace('\'', '"');
}

/// Everything that comes out when `bytes` go in at once or in pieces; "!" stands for a refusal.
QList<QByteArray> drain(FrameReader& reader)
{
    QList<QByteArray> frames;
    while (const auto frame = reader.next())
        frames.append(*frame ? **frame : QByteArray("!") + QByteArray::fromStdString(std::string(frame->error().name())));
    return frames;
}

} // namespace

class tst_FrameReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cutsAtEveryByteGiveTheSameFrames()
    {
        const QByteArray bytes = "{\"a\":\"\xe4\xb8\xad\xe6\x96\x87\"}\n\n\r\n{\"b\":2}\r\nnot json\n{\"c\":3}\n";
        const QList<QByteArray> wanted{"{\"a\":\"\xe4\xb8\xad\xe6\x96\x87\"}", "{\"b\":2}", "not json", "{\"c\":3}"};
        for (qsizetype first = 0; first <= bytes.size(); ++first) {
            for (qsizetype second = first; second <= bytes.size(); ++second) {
                FrameReader reader(FrameReader::Peer::Client);
                QList<QByteArray> frames;
                for (const QByteArray& piece : {bytes.left(first), bytes.mid(first, second - first), bytes.mid(second)}) {
                    reader.feed(piece);
                    frames += drain(reader);
                }
                QCOMPARE(frames, wanted);
                QCOMPARE(reader.bufferedBytes(), 0);
            }
        }
    }

    void aFrameOverTheCeilingIsRefusedOnceAndPassedOver()
    {
        FrameReader reader(FrameReader::Peer::Client);
        const QByteArray piece(1024 * 1024, 'x');
        QList<QByteArray> frames;
        qsizetype mostBuffered = 0;
        for (int i = 0; i < 20; ++i) {
            reader.feed(piece);
            frames += drain(reader);
            mostBuffered = std::max(mostBuffered, reader.bufferedBytes());
        }
        reader.feed("tail\n{\"ok\":1}\n");
        frames += drain(reader);
        QCOMPARE(frames, (QList<QByteArray>{"!too_large", "{\"ok\":1}"}));
        QVERIFY(mostBuffered <= kMaxFrameBytes + piece.size());
    }

    void aFrameOfExactlyTheCeilingPasses()
    {
        FrameReader reader(FrameReader::Peer::Client);
        reader.feed(QByteArray(kMaxFrameBytes, 'x') + '\n' + QByteArray(kMaxFrameBytes + 1, 'y') + '\n' + "z\n");
        const auto frames = drain(reader);
        QCOMPARE(frames.size(), 3);
        QCOMPARE(frames.at(0).size(), kMaxFrameBytes);
        QCOMPARE(frames.at(1), QByteArray("!too_large"));
        QCOMPARE(frames.at(2), QByteArray("z"));
    }

    void onlyAnApplyCallMayBeLonger_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<bool>("passes");
        QTest::newRow("apply") << quoted("{'id':1,'jsonrpc':'2.0','method':'config.apply','params':{'document':'") << true;
        QTest::newRow("with spaces") << quoted("{ 'jsonrpc': '2.0', 'method' : 'config.apply', 'params': {'document': '") << true;
        QTest::newRow("another method") << quoted("{'id':1,'jsonrpc':'2.0','method':'user.add','params':{'document':'") << false;
        QTest::newRow("method last") << quoted("{'params':{'method':'config.apply','document':'") << false;
        QTest::newRow("longer name") << quoted("{'method':'config.apply2','params':{'document':'") << false;
    }
    void onlyAnApplyCallMayBeLonger()
    {
        QFETCH(QByteArray, head);
        QFETCH(bool, passes);
        FrameReader reader(FrameReader::Peer::Client);
        reader.feed(head + QByteArray(kMaxFrameBytes, 'x') + "\"}}\n");
        const auto frames = drain(reader);
        QCOMPARE(frames.size(), 1);
        QCOMPARE(!frames.first().startsWith('!'), passes);
    }

    void evenAnApplyCallHasACeiling()
    {
        FrameReader reader(FrameReader::Peer::Client);
        reader.feed(quoted("{'method':'config.apply','params':{'document':'"));
        reader.feed(QByteArray(kMaxApplyFrameBytes, 'x'));
        QCOMPARE(drain(reader), QList<QByteArray>{"!too_large"});
    }

    void ourOwnApplyCallHasItsMethodInTheHead()
    {
        const QString document(kMaxFrameBytes, u'x');
        const QByteArray frame = Envelope::request(1, QStringLiteral("config.apply"),
                                                   {{QStringLiteral("document"), document}}).toFrame();
        FrameReader reader(FrameReader::Peer::Client);
        reader.feed(frame);
        QCOMPARE(drain(reader).first().size(), frame.size() - 1);
    }

    void whatAServiceSendsMayBeLong()
    {
        FrameReader reader(FrameReader::Peer::Service);
        reader.feed(QByteArray(kMaxFrameBytes * 3, 'x') + '\n');
        QCOMPARE(drain(reader).first().size(), kMaxFrameBytes * 3);
    }
};

LANYARD_TEST(tst_FrameReader)
#include "tst_FrameReader.moc"
