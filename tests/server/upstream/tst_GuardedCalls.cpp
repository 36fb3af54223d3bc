#include "UpstreamBench.h"
#include "upstream/GuardedFetch.h"

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

/// Calls to addresses that a client named, over real sockets: all of these are on this machine, so all are refused.
class tst_GuardedCalls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thisMachineIsNotConnectedTo()
    {
        FakeProvider provider;
        for (const std::string host : {"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"}) {
            RecordingObserver seen;
            UpstreamRequest guarded = request("http://" + host + ":" + std::to_string(provider.port()) + "/x", {});
            guarded.method = HttpMethod::Get;
            guarded.publicOnly = true;
            const auto call = m_upstream.start(std::move(guarded), seen);
            QTRY_VERIFY2(seen.ended(), host.c_str());
            QCOMPARE(seen.end.kind, UpstreamEnd::Kind::Network);
            QVERIFY(seen.end.neverSent);
        }
        QCOMPARE(provider.requestCount(), std::size_t{0});
    }

    void aConnectionThatIsKeptForOthersIsNotUsed()
    {
        FakeProvider provider;
        CurlUpstream curl(m_timers, {});
        RecordingObserver warm;
        const auto first = curl.start(request(provider.baseUrl() + "/x", "{}"), warm);
        QTRY_VERIFY(warm.ended());
        QCOMPARE(provider.requestCount(), std::size_t{1});
        RecordingObserver seen;
        UpstreamRequest guarded = request(provider.baseUrl() + "/x", "{}");
        guarded.publicOnly = true;
        const auto second = curl.start(std::move(guarded), seen);
        QTRY_VERIFY(seen.ended());
        QCOMPARE(seen.end.kind, UpstreamEnd::Kind::Network);
        QCOMPARE(provider.requestCount(), std::size_t{1});
        RecordingObserver after; // the handle is as before for the next call
        const auto third = curl.start(request(provider.baseUrl() + "/x", "{}"), after);
        QTRY_VERIFY(after.ended());
        QVERIFY(after.complete());
    }

    void aFetchSaysThatOnlyPublicAddressesAreFetchedFrom()
    {
        FakeProvider provider;
        std::optional<Result<FetchedFile>> result;
        GuardedFetch refused(m_upstream, m_clock, provider.baseUrl() + "/a.png", {}, [&](Result<FetchedFile> file) { result = std::move(file); });
        QTRY_VERIFY(result);
        QVERIFY(!*result);
        QVERIFY2(result->error().message.find("only public addresses") != std::string::npos, result->error().message.c_str());

        result.reset();
        provider.answerNext(fakePlain("PNG"));
        GuardedFetch::Limits open;
        open.privateAddresses = true;
        GuardedFetch allowed(m_upstream, m_clock, provider.baseUrl() + "/a.png", open, [&](Result<FetchedFile> file) { result = std::move(file); });
        QTRY_VERIFY(result);
        QVERIFY(*result);
        QCOMPARE((*result)->bytes, std::string("PNG"));
    }

private:
    SystemClock m_clock;
    TimerWheel m_timers{m_clock};
    TestedUpstream m_upstream{m_timers};
};

LANYARD_TEST(tst_GuardedCalls)
#include "tst_GuardedCalls.moc"
