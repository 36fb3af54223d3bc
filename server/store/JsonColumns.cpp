#include "store/JsonColumns.h"

#include <QJsonArray>
#include <QJsonDocument>

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

std::string toJson(const std::vector<PriceTier>& tiers)
{
    QJsonArray array;
    for (const PriceTier& t : tiers) {
        array.append(QJsonArray{static_cast<qint64>(t.above), nanoOrNull(t.input), nanoOrNull(t.output), nanoOrNull(t.cachedInput), nanoOrNull(t.cacheWrite5m),
                                nanoOrNull(t.cacheWrite1h), nanoOrNull(t.reasoning), nanoOrNull(t.audioInput), nanoOrNull(t.audioOutput)});
    }
    return compact(array);
}

std::vector<PriceTier> priceTiersFromJson(std::string_view json)
{
    std::vector<PriceTier> tiers;
    for (const QJsonValue& value : parse(json)) {
        const QJsonArray t = value.toArray();
        tiers.push_back({numberAt<std::uint64_t>(t, 0).value_or(0), amountAt(t, 1), amountAt(t, 2), amountAt(t, 3), amountAt(t, 4), amountAt(t, 5),
                         amountAt(t, 6), amountAt(t, 7), amountAt(t, 8)});
    }
    return tiers;
}

} // namespace lanyard
