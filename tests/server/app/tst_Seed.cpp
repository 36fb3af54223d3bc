#include "app/Seed.h"
#include "config/ConfigEditor.h"
#include "support/TestMain.h"

using namespace lanyard;

namespace {

class CountingIds final : public IdSource
{
public:
    std::uint32_t next(ObjectKind) override { return ++m_last; }

private:
    std::uint32_t m_last = 0;
};

} // namespace

class tst_Seed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyFolderGetsADemoProviderAndModelThatCanBeUsed()
    {
        CountingIds ids;
        const auto edited = applyChange({}, firstStartChange(), ids, ApiKeyHasher{ApiKeyPepper{}});
        QVERIFY2(edited, edited ? "" : edited.error().message.c_str());
        QCOMPARE(edited->next.providers.size(), std::size_t{1});
        QVERIFY(edited->next.providers.front().kind == ProviderKind::Demo);
        QCOMPARE(edited->next.models.front().routes.front().provider, std::string("demo"));
        QVERIFY(edited->next.users.empty());
        QVERIFY(edited->report.warnings.empty());
    }

    void eachDemoStartMakesAFreshKeyInPlaceOfTheLast()
    {
        CountingIds ids;
        const ApiKeyHasher hasher{ApiKeyPepper{}};
        Configuration current = applyChange({}, firstStartChange(), ids, hasher)->next;
        std::string lastKey;
        for (int start = 0; start < 3; ++start) {
            std::string key;
            for (const ConfigChange& change : demoUserChanges(current)) {
                auto edited = applyChange(current, change, ids, hasher);
                QVERIFY2(edited, edited ? "" : edited.error().message.c_str());
                for (const NewApiKey& made : edited->report.newKeys)
                    key = std::string(made.key.reveal());
                current = std::move(edited->next);
            }
            QVERIFY(key.starts_with("sk-lan-"));
            QVERIFY(key != lastKey);
            QCOMPARE(current.users.size(), std::size_t{1});
            QCOMPARE(current.users.front().keys.size(), std::size_t{1});
            QVERIFY(current.users.front().keys.front().hash == hasher.hash(key));
            lastKey = key;
        }
    }
};

LANYARD_TEST(tst_Seed)
#include "tst_Seed.moc"
