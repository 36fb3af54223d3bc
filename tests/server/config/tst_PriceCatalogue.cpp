#include "config/PriceCatalogue.h"

#include "config/Snapshot.h"
#include "support/TestMain.h"

#include <set>

using namespace lanyard;

namespace {

Money usd(std::string_view text)
{
    return Money::parse(text).value();
}

/// One model "gpt" with one route to `baseUrl`.
Configuration configurationWith(const std::string& baseUrl, const std::string& upstreamModel)
{
    Configuration configuration;
    ProviderConfig provider;
    provider.id = {1};
    provider.name = "p";
    provider.baseUrl = baseUrl;
    configuration.providers.push_back(provider);
    ModelConfig model;
    model.id = {1};
    model.name = "gpt";
    model.routes.push_back({{1}, "p", upstreamModel});
    configuration.models.push_back(model);
    return configuration;
}

} // namespace

class tst_PriceCatalogue : public QObject
{
    Q_OBJECT

    static const Price* priceOf(const Snapshot& snapshot, bool pinned = false)
    {
        const Configuration& c = snapshot.configuration();
        return snapshot.priceOf(pinned ? nullptr : &c.models.front(), c.providers.front(), c.models.front().routes.front().upstreamModel);
    }

private Q_SLOTS:
    void theShippedListIsWhole()
    {
        const PriceCatalogue& catalogue = PriceCatalogue::shipped();
        QVERIFY2(catalogue.rows().size() >= 150, std::to_string(catalogue.rows().size()).c_str());
        std::set<std::string> services;
        for (const CatalogueRow& row : catalogue.rows()) {
            services.insert(row.service);
            QVERIFY2(!row.model.empty() && row.source.starts_with("https://") && row.asOf.size() == 10, row.model.c_str());
            QVERIFY2(!row.price.input.isNegative() && !row.price.output.isNegative(), row.model.c_str());
            for (std::size_t i = 1; i < row.price.tiers.size(); ++i)
                QVERIFY(row.price.tiers[i - 1].above < row.price.tiers[i].above);
        }
        QVERIFY(services.size() >= 10);
    }

    void modelsAreFoundByHostAndName_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("input"); // "" = not listed
        QTest::newRow("whole name") << QByteArray("https://api.openai.com/v1") << QByteArray("gpt-4o") << QByteArray("2.50");
        QTest::newRow("host alone") << QByteArray("https://api.openai.com") << QByteArray("gpt-4o") << QByteArray("2.50");
        QTest::newRow("beginning") << QByteArray("https://generativelanguage.googleapis.com/v1beta") << QByteArray("gemini-2.5-pro-preview-99") << QByteArray("1.25");
        QTest::newRow("below a domain") << QByteArray("https://us-central1-aiplatform.googleapis.com") << QByteArray("gemini-2.5-pro") << QByteArray("1.25");
        QTest::newRow("another machine") << QByteArray("http://127.0.0.1:4001/v1") << QByteArray("gpt-4o") << QByteArray();
        QTest::newRow("a name that only ends like it") << QByteArray("https://notapi.openai.com.example.org/v1") << QByteArray("gpt-4o") << QByteArray();
        QTest::newRow("a look-alike") << QByteArray("https://evilapi.openai.com/v1") << QByteArray("gpt-4o") << QByteArray();
        QTest::newRow("another model") << QByteArray("https://api.openai.com/v1") << QByteArray("no-such-model") << QByteArray();
    }
    void modelsAreFoundByHostAndName()
    {
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, input);
        const CatalogueRow* row = PriceCatalogue::shipped().find(url.toStdString(), model.toStdString());
        QCOMPARE(row != nullptr, !input.isEmpty());
        if (row)
            QCOMPARE(row->price.input.nano(), usd(input.toStdString()).nano());
    }

    void longPromptsOfTheListHaveTheirPrice()
    {
        const CatalogueRow* row = PriceCatalogue::shipped().find("https://generativelanguage.googleapis.com", "gemini-2.5-pro");
        QVERIFY(row && row->price.tiers.size() == 1);
        QCOMPARE(row->price.forPrompt(200'001).output.nano(), usd("15.00").nano());
        QCOMPARE(row->price.forPrompt(200'000).output.nano(), usd("10.00").nano());
    }

    void aModelsOwnPriceComesFirst()
    {
        Configuration configuration = configurationWith("https://api.openai.com/v1", "gpt-4o");
        const Snapshot shipped(configuration, 1);
        QCOMPARE(priceOf(shipped)->input.nano(), usd("2.50").nano());
        QVERIFY(shipped.priceSource(configuration.models.front()) == Snapshot::PriceFrom::Catalogue);
        configuration.models.front().price = Price{usd("9.00"), usd("9.00"), {}, {}, {}, {}, {}, {}, {}, {}, {}};
        const Snapshot own(configuration, 2);
        QCOMPARE(priceOf(own)->input.nano(), usd("9.00").nano());
        QCOMPARE(priceOf(own, true)->input.nano(), usd("9.00").nano()); // a pin to the same route costs the same
    }

    void theOwnerCanDoWithoutTheList()
    {
        Configuration configuration = configurationWith("https://api.openai.com/v1", "gpt-4o");
        configuration.settings["price_catalogue"] = "false";
        const Snapshot snapshot(configuration, 1);
        QVERIFY(!priceOf(snapshot));
        QVERIFY(!priceOf(snapshot, true));
    }

    void aPinToAnythingElseTakesTheList()
    {
        const Configuration configuration = configurationWith("https://api.openai.com/v1", "gpt-4o");
        const Snapshot snapshot(configuration, 1);
        const Price* price = snapshot.priceOf(nullptr, snapshot.configuration().providers.front(), "gpt-4o-mini");
        QVERIFY(price);
        QCOMPARE(price->input.nano(), usd("0.15").nano());
    }

    void theCeilingIsTheDearestOfAll()
    {
        Configuration configuration = configurationWith("http://127.0.0.1:1", "mystery");
        ModelConfig dear;
        dear.id = {2};
        dear.name = "dear";
        dear.price = Price{usd("3.00"), usd("1.00"), {}, {}, {}, {}, {}, {}, {}, {}, {}};
        dear.price->tiers.push_back({10, usd("4.00"), {}, {}, {}, {}, {}, {}, {}});
        configuration.models.push_back(dear);
        const Snapshot freeOfCharge(configuration, 1);
        QVERIFY(!priceOf(freeOfCharge));
        configuration.settings["unpriced_models"] = "ceiling";
        const Snapshot ceiling(configuration, 2);
        QCOMPARE(priceOf(ceiling)->input.nano(), usd("4.00").nano());
        QCOMPARE(priceOf(ceiling)->output.nano(), usd("1.00").nano());
        QCOMPARE(priceOf(ceiling, true)->input.nano(), usd("4.00").nano());
    }
};

LANYARD_TEST(tst_PriceCatalogue)
#include "tst_PriceCatalogue.moc"
