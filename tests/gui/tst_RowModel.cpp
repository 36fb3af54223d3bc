#include "gui/models/RowModel.h"

#include "gui/models/TableProxy.h"
#include "gui/models/UserModel.h"
#include "gui/support/SampleService.h"
#include "support/TestMain.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace lanyard;
using namespace lanyard::test;

namespace {

std::vector<UserInfo> users(const QStringList& names)
{
    std::vector<UserInfo> all;
    for (const QString& name : names)
        all.push_back({name, {}, true, false, Money::fromNano(1), {}, {}});
    return all;
}

QStringList namesIn(const QAbstractItemModel& model)
{
    QStringList names;
    for (int row = 0; row < model.rowCount(); ++row)
        names << model.index(row, UserModel::Name).data().toString();
    return names;
}

/// What a model told its views.
struct Told
{
    explicit Told(QAbstractItemModel& model)
        : changed(&model, &QAbstractItemModel::dataChanged),
          inserted(&model, &QAbstractItemModel::rowsInserted),
          removed(&model, &QAbstractItemModel::rowsRemoved),
          reset(&model, &QAbstractItemModel::modelReset)
    {}
    qsizetype total() const { return changed.size() + inserted.size() + removed.size() + reset.size(); }

    QSignalSpy changed;
    QSignalSpy inserted;
    QSignalSpy removed;
    QSignalSpy reset;
};

} // namespace

class tst_RowModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void differencesAreTold_data()
    {
        QTest::addColumn<QStringList>("before");
        QTest::addColumn<QStringList>("after");
        QTest::addColumn<QStringList>("rows");
        QTest::addColumn<int>("insertions");
        QTest::addColumn<int>("removals");
        const auto row = [](const char* name, const char* before, const char* after, const char* rows, int insertions,
                            int removals) {
            const auto list = [](const char* text) {
                return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts);
            };
            QTest::newRow(name) << list(before) << list(after) << list(rows) << insertions << removals;
        };
        row("nothing", "", "", "", 0, 0);
        row("first rows", "", "a b c", "a b c", 1, 0);
        row("the same", "a b c", "a b c", "a b c", 0, 0);
        row("another order is none", "a b c", "c a b", "a b c", 0, 0);
        row("one more", "a c", "a b c", "a c b", 1, 0);
        row("one less", "a b c", "a c", "a c", 0, 1);
        row("neighbours go together", "a b c d", "a d", "a d", 0, 1);
        row("two gaps", "a b c d e", "a c e", "a c e", 0, 2);
        row("all others", "a b", "c d", "c d", 1, 1);
        row("all gone", "a b", "", "", 0, 1);
        row("a key that is there twice counts once", "a", "a b b", "a b", 1, 0);
    }
    void differencesAreTold()
    {
        QFETCH(QStringList, before);
        QFETCH(QStringList, after);
        UserModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.assign(users(before));
        const Told told(model);
        model.assign(users(after));
        QTEST(namesIn(model), "rows");
        QTEST(static_cast<int>(told.inserted.size()), "insertions");
        QTEST(static_cast<int>(told.removed.size()), "removals");
        QCOMPARE(told.changed.size(), 0);
        QCOMPARE(told.reset.size(), 0);
    }

    void aChangedRowIsTheOnlyOneTold()
    {
        UserModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        auto rows = manyUsers(10'000);
        model.assign(rows);
        const Told told(model);
        rows[6'000].balance = Money::fromNano(7'000'000'000);
        model.assign(rows);
        QCOMPARE(told.total(), 1);
        QCOMPARE(told.changed.size(), 1);
        QCOMPARE(told.changed.first().at(0).toModelIndex().row(), 6'000);
        QCOMPARE(told.changed.first().at(1).toModelIndex().row(), 6'000);
        QCOMPARE(model.rowAt(6'000).balance->nano(), 7'000'000'000);
    }

    void manyScatteredRemovalsAreOneReset()
    {
        UserModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        auto rows = manyUsers(2'000);
        model.assign(rows);
        const Told told(model);
        int index = 0;
        std::erase_if(rows, [&](const UserInfo&) { return index++ % 2 == 0; });
        model.assign(rows);
        QCOMPARE(model.rowCount(), 1'000);
        QCOMPARE(told.total(), 1);
        QCOMPARE(told.reset.size(), 1);
    }

    void theChosenRowStaysThroughTheProxy()
    {
        UserModel model;
        TableProxy proxy;
        proxy.setSourceModel(&model);
        const QAbstractItemModelTester tester(&proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);
        proxy.sort(UserModel::Name);
        model.assign(users({QStringLiteral("b"), QStringLiteral("d")}));
        const QPersistentModelIndex chosen = proxy.index(1, UserModel::Name);
        model.assign(users({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("d")}));
        QCOMPARE(namesIn(proxy),
                 QStringList({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("d")}));
        QCOMPARE(chosen.row(), 3);
        QCOMPARE(chosen.data().toString(), QStringLiteral("d"));
    }

    void sortingKnowsNumbersAndMoney_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<QStringList>("names");
        QTest::newRow("names with numbers")
            << int(UserModel::Name)
            << QStringList{QStringLiteral("Bob"), QStringLiteral("bob2"), QStringLiteral("bob10")};
        QTest::newRow("balance, pays later last")
            << int(UserModel::Balance)
            << QStringList{QStringLiteral("bob10"), QStringLiteral("bob2"), QStringLiteral("Bob")};
    }
    void sortingKnowsNumbersAndMoney()
    {
        QFETCH(int, column);
        UserModel model;
        TableProxy proxy;
        proxy.setSourceModel(&model);
        auto rows = users({QStringLiteral("bob10"), QStringLiteral("bob2"), QStringLiteral("Bob")});
        rows[0].balance = Money::fromNano(9'000'000'000);
        rows[1].balance = Money::fromNano(10'000'000'000);
        rows[2].balance = std::nullopt;
        model.assign(rows);
        proxy.sort(column);
        QTEST(namesIn(proxy), "names");
    }

    void searchWantsEveryWord_data()
    {
        QTest::addColumn<QString>("search");
        QTest::addColumn<QStringList>("names");
        const QString ana = QStringLiteral("ana");
        QTest::newRow("nothing") << QString()
                                 << QStringList{ana, QStringLiteral("ben"), QStringLiteral("build-bot"),
                                                QStringLiteral("guest"), QStringLiteral("zoe")};
        QTest::newRow("part of a name, any case") << QStringLiteral("BU") << QStringList{QStringLiteral("build-bot")};
        QTest::newRow("group and name") << QStringLiteral("family an") << QStringList{ana};
        QTest::newRow("prefix of a key") << QStringLiteral("sk-lan-77e0") << QStringList{ana};
        QTest::newRow("what all keys share finds nobody") << QStringLiteral("lan") << QStringList();
        QTest::newRow("no one") << QStringLiteral("ana automation") << QStringList();
    }
    void searchWantsEveryWord()
    {
        QFETCH(QString, search);
        UserModel model;
        TableProxy proxy;
        proxy.setSourceModel(&model);
        proxy.sort(UserModel::Name);
        model.assign(sampleUsers());
        proxy.setSearch(UserModel::searchFor(search));
        QTEST(namesIn(proxy), "names");
    }
};

LANYARD_TEST(tst_RowModel)
#include "tst_RowModel.moc"
