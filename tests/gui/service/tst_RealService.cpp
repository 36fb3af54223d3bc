#include "gui/app/AdminApp.h"
#include "gui/pages/overview/OverviewPage.h"
#include "gui/pages/providers/ProvidersPage.h"
#include "gui/pages/users/UsersPage.h"
#include "gui/widgets/CopyField.h"
#include "gui/widgets/DataTable.h"
#include "integration/ServiceProcess.h"
#include "support/TestMain.h"

#include <QSettings>

using namespace lanyard;
using namespace lanyard::test;

namespace {

constexpr int kDeadlineMs = 20'000;

} // namespace

/// The window in front of the real program: what the command line changes shows up by itself.
class tst_RealService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QSettings().clear(); }

    void theWindowFollowsTheService()
    {
        const QTemporaryDir folder;
        ServiceProcess service(folder);
        QVERIFY2(service.start(), service.errors().constData());
        AdminClient::Options options;
        options.socketPath = folder.filePath(QStringLiteral("main.sock"));
        AdminApp app(options);
        app.start();
        const auto* overview = qobject_cast<OverviewPage*>(app.window().pages().at(0));
        auto* providers = qobject_cast<ProvidersPage*>(app.window().pages().at(1));
        auto* users = qobject_cast<UsersPage*>(app.window().pages().at(2));

        QTRY_COMPARE_WITH_TIMEOUT(overview->state(), Page::State::Ready, kDeadlineMs);
        QCOMPARE(overview->urlField()->text(), service.url() + QStringLiteral("/v1"));
        app.window().showPage(1);
        QTRY_COMPARE_WITH_TIMEOUT(providers->state(), Page::State::Ready, kDeadlineMs);
        QCOMPARE(providers->providerTable()->currentKey(), QStringLiteral("demo"));
        app.window().showPage(2);
        QTRY_COMPARE_WITH_TIMEOUT(users->state(), Page::State::Empty, kDeadlineMs);

        const auto made = service.run({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("carol"),
                                       QStringLiteral("--balance"), QStringLiteral("5.00")});
        QVERIFY2(made.exitCode == 0, made.err.constData());
        QTRY_COMPARE_WITH_TIMEOUT(users->state(), Page::State::Ready, kDeadlineMs);
        QCOMPARE(users->userTable()->currentKey(), QStringLiteral("carol"));
        const auto key = service.run({QStringLiteral("key"), QStringLiteral("add"), QStringLiteral("carol/laptop")});
        QVERIFY2(key.exitCode == 0, key.err.constData());
        QTRY_COMPARE_WITH_TIMEOUT(users->keyTable()->model()->rowCount(), 1, kDeadlineMs);

        QCOMPARE(service.stop(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(users->state(), Page::State::Disconnected, kDeadlineMs);
        QCOMPARE(app.service().overall(), ServiceState::Overall::Stopped);
        QVERIFY2(service.start(), service.errors().constData());
        QTRY_COMPARE_WITH_TIMEOUT(users->state(), Page::State::Ready, kDeadlineMs);
        QCOMPARE(service.stop(), 0);
    }
};

LANYARD_TEST(tst_RealService)
#include "tst_RealService.moc"
