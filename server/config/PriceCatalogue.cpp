#include "config/PriceCatalogue.h"

#include "config/Configuration.h"
#include "settings/SettingsCatalogue.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

static void initResources()
{
    Q_INIT_RESOURCE(prices); // a static library's resources are linked in only when they are named
}

namespace lanyard {
namespace {

using namespace Qt::StringLiterals;

std::string textIn(const QJsonObject& object, QLatin1String key)
{
    return object.value(key).toString().toStdString();
}

std::optional<Money> amountIn(const QJsonObject& object, QLatin1String key)
{
    const Result<Money> amount = Money::parse(textIn(object, key));
    return amount ? std::optional(*amount) : std::nullopt;
}

PriceTier tierFrom(const QJsonObject& json)
{
    PriceTier tier;
    tier.above = static_cast<std::uint64_t>(json.value("above"_L1).toInteger());
    tier.input = amountIn(json, "input"_L1);
    tier.output = amountIn(json, "output"_L1);
    tier.cachedInput = amountIn(json, "cached_input"_L1);
    tier.cacheWrite5m = amountIn(json, "cache_write_5m"_L1);
    tier.cacheWrite1h = amountIn(json, "cache_write_1h"_L1);
    tier.reasoning = amountIn(json, "reasoning"_L1);
    tier.audioInput = amountIn(json, "audio_input"_L1);
    tier.audioOutput = amountIn(json, "audio_output"_L1);
    return tier;
}

Price priceFrom(const QJsonObject& json)
{
    const PriceTier base = tierFrom(json);
    Price price{base.input.value_or(Money()), base.output.value_or(Money()), base.cachedInput, base.cacheWrite5m, base.cacheWrite1h,
                base.reasoning, base.audioInput, base.audioOutput, Money(), {}};
    for (const QJsonValue& tier : json.value("tiers"_L1).toArray())
        price.tiers.push_back(tierFrom(tier.toObject()));
    return price;
}

std::vector<std::string> textsFrom(const QJsonValue& value)
{
    std::vector<std::string> texts;
    for (const QJsonValue& text : value.toArray())
        texts.push_back(text.toString().toStdString());
    return texts;
}

/// "https://api.openai.com:443/v1" -> "api.openai.com"
std::string_view hostOf(std::string_view url)
{
    const std::size_t scheme = url.find("://");
    if (scheme != std::string_view::npos)
        url.remove_prefix(scheme + 3);
    return url.substr(0, url.find_first_of(":/"));
}

/// The host itself or a name below it.
bool isWithin(std::string_view host, std::string_view domain)
{
    if (!host.ends_with(domain))
        return false;
    return host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.';
}

} // namespace

const PriceCatalogue& PriceCatalogue::shipped()
{
    static const PriceCatalogue catalogue = [] {
        initResources();
        QFile file(QStringLiteral(":/lanyard/prices/catalogue.json"));
        return PriceCatalogue(file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string());
    }();
    return catalogue;
}

PriceCatalogue::PriceCatalogue(std::string_view json)
{
    const QJsonObject file = QJsonDocument::fromJson(QByteArray(json.data(), static_cast<qsizetype>(json.size()))).object();
    for (const QJsonValue& value : file.value("services"_L1).toArray()) {
        const QJsonObject service = value.toObject();
        m_services.push_back({textIn(service, "id"_L1), textsFrom(service.value("hosts"_L1)), {}, {}});
    }
    for (const QJsonValue& value : file.value("models"_L1).toArray()) {
        const QJsonObject row = value.toObject();
        const std::size_t index = m_rows.size();
        m_rows.push_back({textIn(row, "service"_L1), textIn(row, "model"_L1), priceFrom(row.value("price"_L1).toObject()), textIn(row, "source"_L1),
                          textIn(row, "as_of"_L1)});
        for (Service& service : m_services) {
            if (service.id != m_rows.back().service)
                continue;
            service.names.emplace(m_rows.back().model, index);
            for (std::string& name : textsFrom(row.value("equals"_L1)))
                service.names.emplace(std::move(name), index);
            for (std::string& beginning : textsFrom(row.value("starts_with"_L1)))
                service.beginnings.emplace_back(std::move(beginning), index);
        }
    }
    for (Service& service : m_services) {
        std::stable_sort(service.beginnings.begin(), service.beginnings.end(), [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    }
}

const PriceCatalogue::Service* PriceCatalogue::serviceAt(std::string_view host) const
{
    for (const Service& service : m_services) {
        if (std::any_of(service.hosts.begin(), service.hosts.end(), [&](const std::string& domain) { return isWithin(host, domain); }))
            return &service;
    }
    return nullptr;
}

const CatalogueRow* PriceCatalogue::find(std::string_view baseUrl, std::string_view upstreamModel) const
{
    const Service* service = serviceAt(hostOf(baseUrl));
    if (!service)
        return nullptr;
    if (const auto whole = service->names.find(std::string(upstreamModel)); whole != service->names.end())
        return &m_rows[whole->second];
    const auto begins = std::find_if(service->beginnings.begin(), service->beginnings.end(),
                                     [&](const auto& entry) { return upstreamModel.starts_with(entry.first); });
    return begins == service->beginnings.end() ? nullptr : &m_rows[begins->second];
}

const CatalogueRow* cataloguePriceOf(const Configuration& configuration, const ModelConfig& model)
{
    if (!SettingValues(configuration.settings).flag("price_catalogue"))
        return nullptr;
    for (const RouteConfig& route : model.routes) {
        const auto provider = std::find_if(configuration.providers.begin(), configuration.providers.end(),
                                           [&](const ProviderConfig& p) { return p.name == route.provider; });
        if (provider == configuration.providers.end())
            continue;
        if (const CatalogueRow* row = PriceCatalogue::shipped().find(provider->baseUrl, route.upstreamModel))
            return row;
    }
    return nullptr;
}

} // namespace lanyard
