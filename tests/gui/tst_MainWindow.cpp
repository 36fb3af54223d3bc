#include "gui/app/AdminApp.h"
#include "gui/app/PageList.h"
#include "gui/app/StatusLine.h"
#include "gui/pages/overview/OverviewPage.h"
#include "gui/pages/providers/ProvidersPage.h"
#include "gui/pages/users/UsersPage.h"
#include "gui/support/SampleService.h"
#include "gui/widgets/CopyButton.h"
#include "gui/widgets/CopyField.h"
#include "gui/widgets/DataTable.h"
#include "gui/widgets/SearchField.h"
#include "support/TestMain.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>

using namespace lanyard;
using namespace lanyard::test;
using State = Page::State;

namespace {

AdminClient::Options optionsFor(const FakeService& service)
{
    AdminClient::Options options;
    options.socketPath = service.socketPath();
    options.firstPause = std::chrono::milliseconds{10};
    options.longestPause = std::chrono::milliseconds{20};
    return options;
}

constexpr int kOverview = 0;
constexpr int kProviders = 1;
constexpr int kUsers = 2;

template <class P>
P* pageAt(AdminApp& app, int index)
{
    return qobject_cast<P*>(app.window().pages().at(static_cast<std::size_t>(index)));
}

QPushButton* buttonOf(const Page& page)
{
    return page.stateView().findChild<QPushButton*>();
}

} // namespace

class tst_MainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QSettings().clear(); }

    void everyPageShowsEveryState_data()
    {
        QTest::addColumn<int>("page");
        QTest::newRow("overview") << kOverview;
        QTest::newRow("providers") << kProviders;
        QTest::newRow("users") << kUsers;
    }
    void everyPageShowsEveryState()
    {
        QFETCH(int, page);
        FakeService service;
        answerWithSample(service);
        service.setSilent(true);
        AdminApp app(optionsFor(service));
        app.window().showPage(page);
        const Page& shown = *app.window().currentPage();
        QCOMPARE(shown.state(), State::Disconnected); // looking for the service
        QVERIFY(!buttonOf(shown)->isVisibleTo(&shown));
        app.start();
        service.setSilent(false);
        QTRY_COMPARE(shown.state(), State::Ready);

        service.stop();
        QTRY_COMPARE(shown.state(), State::Disconnected);
        QCOMPARE(shown.stateView().content().command,
                 QStringLiteral("lanyard serve --admin-socket ") + service.socketPath());
        QVERIFY(buttonOf(shown)->isVisibleTo(&shown));
        service.start();
        QTRY_COMPARE(shown.state(), State::Ready);
    }

    void loadingUntilTheFirstAnswer()
    {
        FakeService service;
        answerWithSample(service);
        AdminApp app(optionsFor(service));
        app.window().showPage(kUsers);
        const Page& users = *app.window().currentPage();
        QSignalSpy states(&users, &Page::stateChanged);
        QList<State> seen;
        connect(&users, &Page::stateChanged, &app, [&] { seen << users.state(); });
        app.start();
        QTRY_COMPARE(users.state(), State::Ready);
        QCOMPARE(seen, (QList<State>{State::Loading, State::Ready}));
    }

    void emptyPagesOfferTheNextStep()
    {
        FakeService service;
        answerWithNothing(service);
        AdminApp app(optionsFor(service));
        app.start();
        const auto* overview = pageAt<OverviewPage>(app, kOverview);
        QTRY_COMPARE(overview->state(), State::Ready);
        QVERIFY(overview->nextField()->text().startsWith(QStringLiteral("lanyard provider add ")));

        app.window().showPage(kProviders);
        QTRY_COMPARE(app.window().currentPage()->state(), State::Empty);
        QVERIFY(app.window().currentPage()->stateView().content().command.startsWith(
            QStringLiteral("lanyard provider add ")));
        app.window().showPage(kUsers);
        QTRY_COMPARE(app.window().currentPage()->state(), State::Empty);
        QVERIFY(
            app.window().currentPage()->stateView().content().command.startsWith(QStringLiteral("lanyard user add ")));

        service.answer<methods::UserList>({sampleUsers()}); // somebody used the command
        service.emitEvent<events::ConfigChanged>({2});
        QTRY_COMPARE(app.window().currentPage()->state(), State::Ready);
    }

    void aFailedPageCanBeTriedAgain()
    {
        FakeService service;
        answerWithSample(service);
        service.refuse<methods::UserList>({ErrorCode::Unavailable, "the store is busy"});
        AdminApp app(optionsFor(service));
        app.window().showPage(kUsers);
        app.start();
        const Page& users = *app.window().currentPage();
        QTRY_COMPARE(users.state(), State::Failed);
        QCOMPARE(users.stateView().content().text, QStringLiteral("The store is busy."));
        service.answer<methods::UserList>({sampleUsers()});
        buttonOf(users)->click();
        QTRY_COMPARE(users.state(), State::Ready);
    }

    void tryNowDoesNotWaitForThePause()
    {
        FakeService service;
        answerWithSample(service);
        service.stop();
        AdminClient::Options options = optionsFor(service);
        options.firstPause = options.longestPause = std::chrono::hours{1};
        AdminApp app(options);
        app.start();
        const Page& overview = *app.window().currentPage();
        QTRY_VERIFY(app.session().phase() == AdminSession::Phase::NoService);
        service.start();
        buttonOf(overview)->click();
        QTRY_COMPARE(overview.state(), State::Ready);
    }

    void overviewCopiesUrlAndCurl()
    {
        FakeService service;
        answerWithSample(service);
        AdminApp app(optionsFor(service));
        app.start();
        const auto* overview = pageAt<OverviewPage>(app, kOverview);
        QTRY_COMPARE(overview->state(), State::Ready);
        overview->urlField()->button()->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("http://127.0.0.1:11480/v1"));
        QTRY_VERIFY(overview->nextField()->text().contains(QStringLiteral("gpt-4o-mini")));
        overview->nextField()->button()->click();
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(
            QStringLiteral("curl http://127.0.0.1:11480/v1/chat/completions")));
        QCOMPARE(app.window().statusLine()->endpointText(),
                 QStringLiteral("127.0.0.1:11480  \u00b7  This computer only"));
        QVERIFY(app.window().statusLine()->serviceText().contains(service.socketPath()));
    }

    void detailsFollowTheChosenRow()
    {
        FakeService service;
        answerWithSample(service);
        AdminApp app(optionsFor(service));
        app.window().showPage(kProviders);
        app.start();
        auto* page = pageAt<ProvidersPage>(app, kProviders);
        QTRY_COMPARE(page->state(), State::Ready);
        QCOMPARE(page->providerTable()->currentKey(), QStringLiteral("claude"));
        QCOMPARE(page->credentialTable()->model()->rowCount(), 1);
        page->searchField()->setText(QStringLiteral("openai.com"));
        QCOMPARE(page->providerTable()->currentKey(), QStringLiteral("openai"));
        QCOMPARE(page->credentialTable()->model()->rowCount(), 3);
        page->searchField()->setText(QStringLiteral("spare"));
        QVERIFY(!page->credentialTable()->isVisibleTo(page));
        const auto fields = page->findChildren<CopyField*>();
        QVERIFY(std::any_of(fields.begin(), fields.end(), [](const CopyField* field) {
            return field->text().startsWith(QStringLiteral("lanyard credential add spare/main"));
        }));
        page->searchField()->setText(QStringLiteral("nothing like it"));
        QCOMPARE(page->providerTable()->model()->rowCount(), 0);
        QCOMPARE(page->credentialTable()->model()->rowCount(), 0);
    }

    void aChangeMovesOneRowOnly()
    {
        FakeService service;
        answerWithSample(service);
        auto users = manyUsers(10'000);
        service.answer<methods::UserList>({users});
        AdminApp app(optionsFor(service));
        app.window().showPage(kUsers);
        app.start();
        auto* page = pageAt<UsersPage>(app, kUsers);
        QTRY_COMPARE_WITH_TIMEOUT(page->users().rowCount(), 10'000, 30'000);
        page->userTable()->setCurrentIndex(page->userTable()->model()->index(5'000, 0));
        const QString chosen = page->userTable()->currentKey();

        QSignalSpy changed(&page->users(), &QAbstractItemModel::dataChanged);
        QSignalSpy inserted(&page->users(), &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&page->users(), &QAbstractItemModel::rowsRemoved);
        QSignalSpy reset(&page->users(), &QAbstractItemModel::modelReset);
        users[17].frozen = true;
        users.push_back(sampleUsers().front());
        service.answer<methods::UserList>({users});
        const int calls = service.callsOf<methods::UserList>();
        for (std::uint64_t version = 2; version < 200; ++version)
            service.emitEvent<events::ConfigChanged>({version});
        QTRY_COMPARE_WITH_TIMEOUT(page->users().rowCount(), 10'001, 30'000);
        QTRY_VERIFY(service.callsOf<methods::UserList>() <= calls + 2);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(removed.size(), 0);
        QCOMPARE(reset.size(), 0);
        QCOMPARE(page->userTable()->currentKey(), chosen);
    }

    void aHiddenWindowReadsNoLists()
    {
        FakeService service;
        answerWithSample(service);
        AdminApp app(optionsFor(service));
        app.window().showPage(kUsers);
        app.start();
        QTRY_COMPARE(app.window().currentPage()->state(), State::Ready);
        app.window().hide();
        const int calls = service.callsOf<methods::UserList>();
        const int statusCalls = service.callsOf<methods::StatusGet>();
        service.emitEvent<events::ConfigChanged>({2});
        QTRY_VERIFY(service.callsOf<methods::StatusGet>() > statusCalls); // the tray still knows
        QCOMPARE(service.callsOf<methods::UserList>(), calls);
        app.window().present();
        QTRY_VERIFY(service.callsOf<methods::UserList>() > calls);
    }

    void closingWithoutATrayQuits()
    {
        FakeService service;
        AdminApp app(optionsFor(service));
        QSignalSpy quits(&app, &AdminApp::quitRequested);
        app.start();
        QVERIFY(!app.tray().canBringBack()); // the offscreen platform has none
        app.window().close();
        QCOMPARE(quits.size(), 1);
    }

    void closingWithATrayHides()
    {
        FakeService service;
        AdminApp app(optionsFor(service));
        QSignalSpy quits(&app, &AdminApp::quitRequested);
        QSignalSpy hidden(&app.window(), &MainWindow::hiddenToTray);
        app.window().setHidesOnClose([] { return true; });
        app.start();
        app.window().close();
        QVERIFY(!app.window().isVisible());
        QCOMPARE(hidden.size(), 1);
        QCOMPARE(quits.size(), 0);
        Q_EMIT app.tray().openRequested();
        QVERIFY(app.window().isVisible());
    }

    void trayMenuCopiesOpensAndQuits()
    {
        FakeService service;
        answerWithSample(service);
        AdminApp app(optionsFor(service));
        app.start();
        const QList<QAction*> actions = app.tray().menu().actions();
        const auto named = [&](const QString& text) {
            const auto found =
                std::find_if(actions.begin(), actions.end(), [&](const QAction* a) { return a->text() == text; });
            return found == actions.end() ? nullptr : *found;
        };
        QAction* copy = named(QStringLiteral("Copy endpoint URL"));
        QVERIFY(copy && !copy->isEnabled());
        QTRY_VERIFY(copy->isEnabled());
        copy->trigger();
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("http://127.0.0.1:11480/v1"));
        QTRY_COMPARE(actions.first()->text(), QStringLiteral("Service: Serving, needs attention"));
        QVERIFY(app.tray().toolTip().contains(QStringLiteral("http://127.0.0.1:11480/v1")));
        app.window().hide();
        named(QStringLiteral("Open Lanyard"))->trigger();
        QVERIFY(app.window().isVisible());
        QSignalSpy quits(&app, &AdminApp::quitRequested);
        named(QStringLiteral("Quit this app"))->trigger();
        QCOMPARE(quits.size(), 1);
    }

    void keyboardReachesPagesAndSearch()
    {
        FakeService service;
        answerWithSample(service);
        AdminApp app(optionsFor(service));
        app.start();
        app.window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&app.window()));
        QTest::keyClick(&app.window(), Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(app.window().currentPage()->id(), QStringLiteral("users"));
        QTRY_COMPARE(app.window().currentPage()->state(), State::Ready);
        QTest::keyClick(&app.window(), Qt::Key_F, Qt::ControlModifier);
        SearchField* search = app.window().currentPage()->searchField();
        QCOMPARE(app.window().focusWidget(), static_cast<QWidget*>(search));
        QTest::keyClicks(search, QStringLiteral("ben"));
        QCOMPARE(pageAt<UsersPage>(app, kUsers)->userTable()->model()->rowCount(), 1);
        QTest::keyClick(search, Qt::Key_Escape);
        QCOMPARE(pageAt<UsersPage>(app, kUsers)->userTable()->model()->rowCount(), 5);
        QTest::keyClick(&app.window(), Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(app.window().currentPage()->id(), QStringLiteral("overview"));
    }

    void whatCanBeReachedHasAName()
    {
        FakeService service;
        answerWithSample(service);
        AdminApp app(optionsFor(service));
        app.start();
        QTRY_COMPARE(app.window().currentPage()->state(), State::Ready);
        for (const QWidget* widget : app.window().findChildren<QWidget*>()) {
            const bool own = qobject_cast<const CopyButton*>(widget) || qobject_cast<const SearchField*>(widget) ||
                             qobject_cast<const DataTable*>(widget) || qobject_cast<const PageList*>(widget);
            if (own)
                QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
        }
    }

    void theLastPageIsRemembered()
    {
        FakeService service;
        {
            AdminApp app(optionsFor(service));
            app.start();
            app.window().showPage(kProviders);
            app.window().close();
        }
        AdminApp again(optionsFor(service));
        QCOMPARE(again.window().currentPage()->id(), QStringLiteral("providers"));
    }
};

LANYARD_TEST(tst_MainWindow)
#include "tst_MainWindow.moc"
