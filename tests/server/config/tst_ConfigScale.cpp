#include "EditorHarness.h"

#include "config/ConfigExport.h"
#include "config/Snapshot.h"
#include "support/TestMain.h"

#include <QElapsedTimer>

using namespace lanyard;
using lanyard::test::EditorHarness;

namespace {

constexpr int kUsers = 10'000;
constexpr int kKeys = 3;

std::string keyText(int user, int key)
{
    return "sk-lan-user" + std::to_string(user) + "-key" + std::to_string(key) + "-0123456789";
}

std::string largeDocument()
{
    std::string yaml = "providers: [{name: demo, kind: demo}]\nmodels: [{name: m, price: {}, routes: [{provider: demo}]}]\n"
                       "groups: [{name: family}]\nusers:\n";
    for (int user = 0; user < kUsers; ++user) {
        yaml += "  - name: user" + std::to_string(user) + "\n    group: family\n    balance: \"10.00\"\n    limits: {rpm: 10}\n    keys:\n";
        for (int key = 0; key < kKeys; ++key)
            yaml += "      - {name: k" + std::to_string(key) + ", key: " + keyText(user, key) + ", limits: {rpm: 5}}\n";
    }
    return yaml;
}

template<class Work>
void timed(const char* what, Work work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    qInfo("%-28s %6lld ms", what, static_cast<long long>(timer.elapsed()));
}

} // namespace

/// A school's worth of users. Times are printed, not judged.
class tst_ConfigScale : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tenThousandUsers()
    {
        const std::string yaml = largeDocument();
        EditorHarness harness;
        Result<ConfigNode> document = ConfigNode{};
        qInfo("%d users x %d keys, %zu bytes of YAML", kUsers, kKeys, yaml.size());
        timed("parse", [&] { document = parseConfigYaml(yaml, {}); });
        QVERIFY(document);
        ConfigChange change;
        change.document = *document;
        Result<void> applied;
        timed("apply to nothing", [&] { applied = harness.applyChange(change); });
        QVERIFY2(applied, applied ? "" : applied.error().message.c_str());
        QCOMPARE(harness.current.users.size(), std::size_t{kUsers});
        QCOMPARE(harness.report.openings.size(), std::size_t{kUsers});
        timed("apply again, unchanged", [&] { applied = harness.applyChange(change); });
        QVERIFY(applied);
        QVERIFY(std::all_of(harness.report.lines.begin(), harness.report.lines.end(),
                            [](const ChangeLine& line) { return line.action == ChangeLine::Action::Unchanged; }));

        ConfigChange one;
        one.document = *parseConfigYaml("users: [{name: user5000, frozen: true}]", {});
        timed("apply one small change", [&] { applied = harness.applyChange(one); });
        QVERIFY(applied);
        QCOMPARE(harness.report.lines.size(), std::size_t{1});

        Configuration copy;
        timed("copy of the configuration", [&] { copy = harness.current; });
        std::shared_ptr<const Snapshot> snapshot;
        timed("build the snapshot", [&] { snapshot = std::make_shared<const Snapshot>(std::move(copy), 1); });
        const auto identity = snapshot->findKey(harness.hasher().hash(keyText(9'999, 2)));
        QVERIFY(identity);
        QCOMPARE(identity->user->name, std::string("user9999"));
        QVERIFY(snapshot->findKey(harness.hasher().hash(keyText(5000, 0)))->user->frozen);
        timed("destroy the snapshot", [&] { snapshot.reset(); });

        std::string exported;
        timed("export", [&] { exported = exportYaml(harness.current); });
        QVERIFY(harness.apply(exported));
        QVERIFY(std::all_of(harness.report.lines.begin(), harness.report.lines.end(),
                            [](const ChangeLine& line) { return line.action == ChangeLine::Action::Unchanged; }));
    }
};

LANYARD_TEST(tst_ConfigScale)
#include "tst_ConfigScale.moc"
