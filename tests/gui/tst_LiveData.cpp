#include "gui/models/ServiceState.h"
#include "gui/support/SampleService.h"
#include "support/TestMain.h"

#include <QSignalSpy>

using namespace lanyard;
using namespace lanyard::test;
using Overall = ServiceState::Overall;

namespace {

AdminClient::Options optionsFor(const FakeService& service)
{
    AdminClient::Options options;
    options.socketPath = service.socketPath();
    options.firstPause = std::chrono::milliseconds{10};
    options.longestPause = std::chrono::milliseconds{20};
    return options;
}

} // namespace

class tst_LiveData : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sessionComesBackAfterARestart()
    {
        FakeService service;
        answerWithSample(service);
        AdminSession session(optionsFor(service));
        QCOMPARE(session.phase(), AdminSession::Phase::Looking);
        session.start();
        QTRY_COMPARE(session.phase(), AdminSession::Phase::Connected);
        QTRY_VERIFY(service.topics().contains(QStringLiteral("config.changed")));

        service.stop();
        QTRY_COMPARE(session.phase(), AdminSession::Phase::NoService);
        QVERIFY(!session.reason().isEmpty());
        service.start();
        QTRY_COMPARE(session.phase(), AdminSession::Phase::Connected);
        QVERIFY(session.reason().isEmpty());
    }

    void attemptsThatFailDoNotFlicker()
    {
        FakeService service;
        service.stop();
        AdminSession session(optionsFor(service));
        QSignalSpy phases(&session, &AdminSession::phaseChanged);
        QSignalSpy attempts(&session.client(), &AdminClient::stateChanged);
        session.start();
        QTRY_VERIFY(attempts.size() >= 8);
        QCOMPARE(session.phase(), AdminSession::Phase::NoService);
        QCOMPARE(phases.size(), 1);
    }

    void aServiceThatRefusesIsToldApart()
    {
        FakeService service;
        service.refuse<methods::SessionHello>({ErrorCode::VersionUnsupported, "protocol 2 only"});
        AdminSession session(optionsFor(service));
        session.start();
        QTRY_COMPARE(session.phase(), AdminSession::Phase::Refused);
        QCOMPARE(session.reason(), QStringLiteral("protocol 2 only"));
    }

    void aBurstOfChangesCostsFewCalls()
    {
        FakeService service;
        answerWithSample(service);
        AdminSession session(optionsFor(service));
        LiveQuery<methods::UserList> query(session);
        QSignalSpy changed(&query, &LiveQueryBase::changed);
        query.setWanted(true);
        session.start();
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(service.callsOf<methods::UserList>(), 1);
        for (int i = 0; i < 1'000; ++i)
            query.markStale();
        QTRY_COMPARE(changed.size(), 2);
        QCOMPARE(service.callsOf<methods::UserList>(), 2);
    }

    void nobodyLooksSoNothingIsRead()
    {
        FakeService service;
        answerWithSample(service);
        AdminSession session(optionsFor(service));
        LiveQuery<methods::UserList> unwanted(session);
        LiveQuery<methods::ModelList> wanted(session);
        wanted.setWanted(true);
        session.start();
        unwanted.markStale();
        QTRY_VERIFY(wanted.value().has_value());
        QCOMPARE(service.callsOf<methods::UserList>(), 0);
        unwanted.setWanted(true);
        QTRY_VERIFY(unwanted.value().has_value());
        QCOMPARE(service.callsOf<methods::UserList>(), 1);
    }

    void aCallThatIsCutOffIsMadeAgain()
    {
        FakeService service;
        answerWithSample(service);
        AdminSession session(optionsFor(service));
        LiveQuery<methods::UserList> query(session);
        session.start();
        QTRY_VERIFY(session.isConnected());
        service.setSilent(true);
        query.setWanted(true);
        service.stop();
        QTRY_VERIFY(!session.isConnected());
        QVERIFY(!query.error());
        service.setSilent(false);
        service.start();
        QTRY_VERIFY(query.value().has_value());
        QVERIFY(!query.error());
    }

    void anErrorGoesWithTheNextAnswer()
    {
        FakeService service;
        answerWithSample(service);
        service.refuse<methods::UserList>({ErrorCode::Unavailable, "busy"});
        AdminSession session(optionsFor(service));
        LiveQuery<methods::UserList> query(session);
        query.setWanted(true);
        session.start();
        QTRY_VERIFY(query.error().has_value());
        QCOMPARE(query.error()->message, std::string("busy"));
        service.answer<methods::UserList>({sampleUsers()});
        query.markStale();
        QTRY_VERIFY(!query.error());
        QCOMPARE(query.value()->users.size(), sampleUsers().size());
    }

    void overallStateFollowsTheService()
    {
        FakeService service;
        answerWithSample(service);
        auto providers = sampleProviders();
        providers[0].credentials[2].state = QStringLiteral("ready");
        service.answer<methods::ProviderList>({providers});
        AdminSession session(optionsFor(service));
        ServiceState state(session);
        QCOMPARE(state.overall(), Overall::Looking);
        session.start();
        QTRY_COMPARE(state.overall(), Overall::Serving);
        QTRY_VERIFY(state.providers().has_value());
        QCOMPARE(state.overall(), Overall::Serving); // a credential cools down: nothing to do
        QCOMPARE(state.endpoint().url.toString(), QStringLiteral("http://127.0.0.1:11480/v1"));

        service.answer<methods::ProviderList>({sampleProviders()});
        service.emitEvent<events::ConfigChanged>({2});
        QTRY_COMPARE(state.overall(), Overall::Degraded);
        QCOMPARE(state.problems(),
                 QStringList{QStringLiteral("Credential openai/old account: 401: Incorrect API key provided.")});

        service.emitEvent<events::ServiceState>({QStringLiteral("stopping")});
        QTRY_COMPARE(state.overall(), Overall::Stopping);
        service.stop();
        QTRY_COMPARE(state.overall(), Overall::Stopped);
        QVERIFY(!state.endpoint().isValid());
        service.refuse<methods::SessionHello>({ErrorCode::Forbidden, "not you"});
        service.start();
        QTRY_COMPARE(state.overall(), Overall::NotConnected);
    }

    void aLockedServiceNeedsAttention()
    {
        FakeService service;
        answerWithSample(service);
        StatusResult status = sampleStatus();
        status.state = QStringLiteral("locked");
        service.answer<methods::StatusGet>(status);
        AdminSession session(optionsFor(service));
        ServiceState state(session);
        session.start();
        QTRY_COMPARE(state.overall(), Overall::Degraded);
        QVERIFY(state.problems().first().contains(QStringLiteral("master key")));
    }

    void figuresThatStandStillAreNotRepainted()
    {
        FakeService service;
        answerWithNothing(service);
        AdminSession session(optionsFor(service));
        ServiceState state(session);
        session.start();
        QTRY_VERIFY(state.status() && state.providers());
        QSignalSpy ticks(&session, &AdminSession::statsTicked);
        QSignalSpy repaints(&state, &ServiceState::statsChanged);
        const int calls = service.callsOf<methods::ProviderList>();
        for (int i = 0; i < 50; ++i)
            service.emitEvent<events::StatsTick>({});
        QTRY_COMPARE(ticks.size(), 50);
        QCOMPARE(repaints.size(), 0);
        QCOMPARE(service.callsOf<methods::ProviderList>(), calls);
        StatsInfo busy;
        busy.requestsPerMinute = 1;
        service.emitEvent<events::StatsTick>(busy);
        QTRY_COMPARE(repaints.size(), 1);
        QTRY_COMPARE(service.callsOf<methods::ProviderList>(), calls + 1); // traffic may have changed credentials
    }
};

LANYARD_TEST(tst_LiveData)
#include "tst_LiveData.moc"
