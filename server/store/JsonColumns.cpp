#include "store/JsonColumns.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>
#include <utility>

namespace lanyard {
namespace {

QString toQString(const std::string& text)
{
    return QString::fromStdString(text);
}

std::string compact(const QJsonArray& array)
{
    return QJsonDocument(array).toJson(QJsonDocument::Compact).toStdString();
}

QJsonArray parse(std::string_view json)
{
    return QJsonDocument::fromJson(QByteArray(json.data(), static_cast<qsizetype>(json.size()))).array();
}

} // namespace

std::string toJson(const std::vector<std::string>& list)
{
    QJsonArray array;
    for (const std::string& text : list)
        array.append(toQString(text));
    return compact(array);
}

std::vector<std::string> listFromJson(std::string_view json)
{
    std::vector<std::string> list;
    for (const QJsonValue& value : parse(json))
        list.push_back(value.toString().toStdString());
    return list;
}

std::string toJson(const std::vector<std::pair<std::string, std::string>>& pairs)
{
    QJsonArray array;
    for (const auto& [name, value] : pairs)
        array.append(QJsonArray{toQString(name), toQString(value)});
    return compact(array);
}

std::vector<std::pair<std::string, std::string>> pairsFromJson(std::string_view json)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const QJsonValue& value : parse(json)) {
        const QJsonArray pair = value.toArray();
        pairs.emplace_back(pair.at(0).toString().toStdString(), pair.at(1).toString().toStdString());
    }
    return pairs;
}

namespace {

template<class Number>
QJsonValue orNull(const std::optional<Number>& number)
{
    return number ? QJsonValue(static_cast<qint64>(*number)) : QJsonValue(QJsonValue::Null);
}

template<class Number>
std::optional<Number> numberAt(const QJsonArray& array, int index)
{
    const QJsonValue value = array.at(index);
    return value.isDouble() ? std::optional(static_cast<Number>(value.toInteger())) : std::nullopt;
}

} // namespace

std::string toJson(const std::vector<ModelLimits>& rules)
{
    QJsonArray array;
    for (const auto& [model, limits] : rules) {
        array.append(QJsonArray{toQString(model), orNull(limits.rpm), orNull(limits.tpm), orNull(limits.rpd), orNull(limits.tpr),
                                orNull(limits.concurrency)});
    }
    return compact(array);
}

std::vector<ModelLimits> modelLimitsFromJson(std::string_view json)
{
    std::vector<ModelLimits> rules;
    for (const QJsonValue& value : parse(json)) {
        const QJsonArray rule = value.toArray();
        rules.push_back({rule.at(0).toString().toStdString(),
                         {numberAt<std::uint32_t>(rule, 1), numberAt<std::uint64_t>(rule, 2), numberAt<std::uint32_t>(rule, 3),
                          numberAt<std::uint64_t>(rule, 4), numberAt<std::uint32_t>(rule, 5)}});
    }
    return rules;
}

namespace {

QJsonValue nanoOrNull(const std::optional<Money>& amount)
{
    return amount ? QJsonValue(static_cast<qint64>(amount->nano())) : QJsonValue(QJsonValue::Null);
}

std::optional<Money> amountAt(const QJsonArray& array, int index)
{
    const std::optional<std::int64_t> nano = numberAt<std::int64_t>(array, index);
    return nano ? std::optional(Money::fromNano(*nano)) : std::nullopt;
}

} // namespace

namespace {

QJsonArray tierArray(const std::vector<PriceTier>& tiers)
{
    QJsonArray array;
    for (const PriceTier& t : tiers) {
        array.append(QJsonArray{static_cast<qint64>(t.above), nanoOrNull(t.input), nanoOrNull(t.output), nanoOrNull(t.cachedInput), nanoOrNull(t.cacheWrite5m),
                                nanoOrNull(t.cacheWrite1h), nanoOrNull(t.reasoning), nanoOrNull(t.audioInput), nanoOrNull(t.audioOutput)});
    }
    return array;
}

std::vector<PriceTier> tiersFrom(const QJsonArray& array)
{
    std::vector<PriceTier> tiers;
    for (const QJsonValue& value : array) {
        const QJsonArray t = value.toArray();
        tiers.push_back({numberAt<std::uint64_t>(t, 0).value_or(0), amountAt(t, 1), amountAt(t, 2), amountAt(t, 3), amountAt(t, 4), amountAt(t, 5),
                         amountAt(t, 6), amountAt(t, 7), amountAt(t, 8)});
    }
    return tiers;
}

constexpr std::array kOptionalParts{std::pair{"cached_input", &Price::cachedInput},  std::pair{"cache_write_5m", &Price::cacheWrite5m},
                                    std::pair{"cache_write_1h", &Price::cacheWrite1h}, std::pair{"reasoning", &Price::reasoning},
                                    std::pair{"audio_input", &Price::audioInput},    std::pair{"audio_output", &Price::audioOutput}};
constexpr std::array kParts{std::pair{"input", &Price::input}, std::pair{"output", &Price::output}, std::pair{"per_call", &Price::perCall},
                            std::pair{"image", &Price::image}};
const QString kTiers = QStringLiteral("tiers");
const QString kChanges = QStringLiteral("changes");
const QString kEffective = QStringLiteral("effective");

QJsonArray changeArray(const std::vector<DatedPrice>& changes);
std::vector<DatedPrice> changesFrom(const QJsonArray& array);

QJsonObject priceObject(const Price& price)
{
    QJsonObject object;
    for (const auto& [name, part] : kParts)
        object.insert(QLatin1String(name), static_cast<qint64>((price.*part).nano()));
    for (const auto& [name, part] : kOptionalParts) {
        if (price.*part)
            object.insert(QLatin1String(name), static_cast<qint64>((price.*part)->nano()));
    }
    if (!price.tiers.empty())
        object.insert(kTiers, tierArray(price.tiers));
    if (!price.changes.empty())
        object.insert(kChanges, changeArray(price.changes));
    return object;
}

Price priceFrom(const QJsonObject& object)
{
    Price price;
    for (const auto& [name, part] : kParts)
        price.*part = Money::fromNano(object.value(QLatin1String(name)).toInteger());
    for (const auto& [name, part] : kOptionalParts) {
        if (const QJsonValue value = object.value(QLatin1String(name)); value.isDouble())
            price.*part = Money::fromNano(value.toInteger());
    }
    price.tiers = tiersFrom(object.value(kTiers).toArray());
    price.changes = changesFrom(object.value(kChanges).toArray());
    return price;
}

QJsonArray changeArray(const std::vector<DatedPrice>& changes)
{
    QJsonArray array;
    for (const DatedPrice& change : changes) {
        QJsonObject entry = priceObject(change.price);
        entry.insert(kEffective, static_cast<qint64>(change.effective.time_since_epoch().count()));
        array.append(entry);
    }
    return array;
}

std::vector<DatedPrice> changesFrom(const QJsonArray& array)
{
    std::vector<DatedPrice> changes;
    for (const QJsonValue& value : array)
        changes.push_back({WallTime{std::chrono::milliseconds{value.toObject().value(kEffective).toInteger()}}, priceFrom(value.toObject())});
    return changes;
}

} // namespace

std::string toJson(const std::vector<PriceTier>& tiers)
{
    return compact(tierArray(tiers));
}

std::vector<PriceTier> priceTiersFromJson(std::string_view json)
{
    return tiersFrom(parse(json));
}

std::string toJson(const Price& price)
{
    return QJsonDocument(priceObject(price)).toJson(QJsonDocument::Compact).toStdString();
}

Price priceFromJson(std::string_view json)
{
    return priceFrom(QJsonDocument::fromJson(QByteArray(json.data(), static_cast<qsizetype>(json.size()))).object());
}

std::string toJson(const std::vector<DatedPrice>& changes)
{
    return compact(changeArray(changes));
}

std::vector<DatedPrice> priceChangesFromJson(std::string_view json)
{
    return changesFrom(parse(json));
}

} // namespace lanyard
